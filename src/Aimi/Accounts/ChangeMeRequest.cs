using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using System.Xml;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts;

/// <summary>A merge patch of the person who calls; null gives a setting back to the product's default.</summary>
public sealed partial record ChangeMeRequest
{
    private const int MaxOffsets = 10;
    private const string TimeFormat = "HH:mm";

    private static readonly TimeSpan MaxOffset = TimeSpan.FromDays(28);

    /// <summary>At most 200 characters.</summary>
    public Patched<string> DisplayName { get; init; }
    public Patched<string> Email { get; init; }

    /// <summary>IANA name. What goes with the person moves with it.</summary>
    public Patched<string> Timezone { get; init; }

    /// <summary>BCP 47, Russian or English.</summary>
    public Patched<string> Locale { get; init; }
    public Patched<QuietHoursPatch> QuietHours { get; init; }

    /// <summary>At most 10 of at most 28 days, ISO 8601 in days, hours, minutes and seconds.</summary>
    public Patched<IReadOnlyList<string>> ReminderOffsets { get; init; }

    /// <summary>Names out of <see cref="ReminderChannels"/>, each once, in order.</summary>
    public Patched<IReadOnlyList<string>> Channels { get; init; }

    /// <summary>0 to 12.</summary>
    public Patched<int?> DayStartHour { get; init; }

    /// <summary>Local time, <c>HH:mm</c>.</summary>
    public Patched<string> MorningAgenda { get; init; }

    /// <inheritdoc cref="MorningAgenda"/>
    public Patched<string> EveningCheckIn { get; init; }

    /// <summary>1 to 200.</summary>
    public Patched<int?> DailyCap { get; init; }

    /// <summary>An https URL. A new one gets a secret, which is told once.</summary>
    public Patched<string> WebhookUrl { get; init; }

    internal ProblemHttpResult? Refusal
    {
        get
        {
            var errors = new FieldErrors();
            errors.Text("display_name", DisplayName.Value, 200);
            errors.Require(Email.Value is not { } email || IsAddress(email), "email", "An address such as anna@example.org.");
            errors.Require(!Timezone.IsGiven || LocalTime.IsZone(Timezone.Value), "timezone", "The IANA name of a zone, such as Europe/Moscow.");
            errors.Require(!Locale.IsGiven || IsLocale(Locale.Value), "locale", "ru or en, or such as en-GB.");
            errors.Require(
                QuietHours.Value is not { } quiet || (IsTimeOrAbsent(quiet.From) && IsTimeOrAbsent(quiet.To)),
                "quiet_hours",
                "From and to, each HH:mm.");
            errors.Require(
                ReminderOffsets.Value is not { } offsets || (offsets.Count <= MaxOffsets && offsets.All(IsOffset)),
                "reminder_offsets",
                "At most 10 durations such as PT2H or P1D, each of at most 28 days.");
            errors.Require(
                Channels.Value is not { } channels || (channels.Distinct(StringComparer.Ordinal).Count() == channels.Count && channels.All(ReminderChannels.All.Contains)),
                "channels",
                $"Each once, out of: {string.Join(", ", ReminderChannels.All)}.");
            errors.Require(DayStartHour.Value is null or (>= 0 and <= 12), "day_start_hour", "A number from 0 to 12.");
            errors.Require(MorningAgenda.Value is not { } morning || Time(morning) is not null, "morning_agenda", "A local time, HH:mm.");
            errors.Require(EveningCheckIn.Value is not { } evening || Time(evening) is not null, "evening_check_in", "A local time, HH:mm.");
            errors.Require(DailyCap.Value is null or (>= 1 and <= 200), "daily_cap", "A number from 1 to 200.");
            errors.Require(WebhookUrl.Value is not { } url || IsWebhook(url), "webhook_url", "An https URL without a user in it.");
            return errors.Problem;
        }
    }

    /// <summary>Whether what stands of the quiet hours, patched, is a span of time.</summary>
    public bool MakesQuietHours(QuietHours? current) =>
        QuietHours.Value is not { } patch || patch.On(current) is var (from, to) && from is not null && to is not null && from != to;

    public void Apply(User user)
    {
        user.DisplayName = DisplayName.IsGiven ? DisplayName.Value?.Trim() ?? "" : user.DisplayName;
        user.Email = Email.Or(user.Email);
        user.Timezone = Timezone.Or(user.Timezone)!;
        user.Locale = Locale.Or(user.Locale)!;
        var settings = user.Settings;
        user.Settings = settings with
        {
            Guessed = settings.Guessed?.Where(IsStillGuessed).ToList() is { Count: > 0 } guessed ? guessed : null,
            QuietHours = !QuietHours.IsGiven ? settings.QuietHours : QuietHours.Value?.On(settings.QuietHours) is ({ } from, { } to) ? new QuietHours(from, to) : null,
            ReminderOffsets = ReminderOffsets.Or(settings.ReminderOffsets),
            Channels = Channels.Or(settings.Channels),
            DayStartHour = DayStartHour.Or(settings.DayStartHour),
            MorningAgenda = MorningAgenda.IsGiven ? Time(MorningAgenda.Value) : settings.MorningAgenda,
            EveningCheckIn = EveningCheckIn.IsGiven ? Time(EveningCheckIn.Value) : settings.EveningCheckIn,
            DailyCap = DailyCap.Or(settings.DailyCap),
        };
    }

    private bool IsStillGuessed(string name) => !(name == Guesses.Timezone ? Timezone.IsGiven : Locale.IsGiven);

    internal static string? Write(TimeOnly? time) => time?.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static TimeOnly? Time(string? text) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static bool IsTimeOrAbsent(Patched<string> time) => !time.IsGiven || Time(time.Value) is not null;

    // Plausible, no more: whether it is theirs a letter tells.
    private static bool IsAddress(string text) =>
        text.Length <= 320 && MailAddress.TryCreate(text, out var address) && address.Address == text && Address().IsMatch(text);

    internal static bool IsLocale(string? text) => text is { Length: <= 35 } && BcpTag().IsMatch(text);

    private static bool IsOffset(string? text) =>
        text is [.., not ('P' or 'T')] && Duration().IsMatch(text) && XmlConvert.ToTimeSpan(text) <= MaxOffset;

    private static bool IsWebhook(string text) =>
        text.Length <= 2000 && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
        && url.Fragment.Length == 0 && !text.Any(char.IsControl);

    [GeneratedRegex(@"^[^\s@""<>]+@[^\s@""<>]+\.[^\s@""<>.]{2,}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(ru|en)(-[A-Za-z0-9]{2,8})*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BcpTag();

    [GeneratedRegex(@"^P([0-9]{1,2}D)?(T([0-9]{1,3}H)?([0-9]{1,5}M)?([0-9]{1,7}S)?)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Duration();

    /// <summary>Local times; <c>from</c> after <c>to</c> spans midnight.</summary>
    public sealed record QuietHoursPatch
    {
        /// <summary><c>HH:mm</c>.</summary>
        public Patched<string> From { get; init; }

        /// <inheritdoc cref="From"/>
        public Patched<string> To { get; init; }

        internal (TimeOnly? From, TimeOnly? To) On(QuietHours? current) =>
            (From.IsGiven ? Time(From.Value) : current?.From, To.IsGiven ? Time(To.Value) : current?.To);
    }
}
