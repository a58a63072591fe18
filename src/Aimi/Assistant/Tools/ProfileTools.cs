using Aimi.Accounts;
using Aimi.Assistant.Deeds;
using Aimi.Messages;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>What a person is called, where they are, and when they are not to be disturbed.</summary>
internal sealed class ProfileTools(TimeProvider time) : ITools
{
    public IEnumerable<AIFunction> All =>
    [
        new Tool<SetProfileArguments>(ToolNames.SetProfile, "Changes what the person is called, their time zone, or their quiet hours. Only when they ask for it.", time, Set),
    ];

    private static async Task<ToolAnswer> Set(OpenTurn turn, SetProfileArguments wanted, CancellationToken cancellationToken)
    {
        var patch = new ChangeMeRequest();
        if (wanted.Name is { } name)
            patch = patch with { DisplayName = new(name.Trim()) };
        if (wanted.Timezone is { } zone)
            patch = patch with { Timezone = new(zone) };
        if (wanted.NoQuietHours is true)
            patch = patch with { QuietHours = new(null) };
        else if (wanted.QuietFrom is not null || wanted.QuietTo is not null)
            patch = patch with { QuietHours = new(new ChangeMeRequest.QuietHoursPatch { From = new(wanted.QuietFrom), To = new(wanted.QuietTo) }) };

        if (patch == new ChangeMeRequest())
            return ToolAnswer.Refused("Nothing to change was given.");
        if (patch.Refusal is not null)
            return ToolAnswer.Refused("A name has at most 200 characters, a time zone is an IANA name such as Europe/Berlin, quiet hours are two times HH:mm.");

        return await turn.Deeds.Try(
            async (services, token) =>
            {
                var change = await services.GetRequiredService<AccountService>().Change(turn.UserId, patch, token);
                if (change.Result is not AccountChangeResult.Changed)
                    return new Outcome<ToolAnswer>(ToolAnswer.Refused("Quiet hours begin and end, and last some time."));

                var user = change.User;
                var line = wanted.Name is not null ? user.DisplayName
                    : wanted.Timezone is not null ? user.Timezone
                    : user.Settings.QuietHours is { } quiet ? $"{quiet.From:HH\\:mm}–{quiet.To:HH\\:mm}"
                    : Receipts.Text("NoQuietHours", turn.Language);
                var people = services.GetRequiredService<People>();
                return new Outcome<ToolAnswer>(
                    ToolAnswer.Done(new ToolItem("profile", user.Id, line)),
                    new ReplyAction("profile_updated", "user", user.Id, line),
                    Afterwards: _ =>
                    {
                        // What was tried was looked up in between, maybe.
                        people.Forget(turn.UserId);
                        return Task.CompletedTask;
                    });
            },
            cancellationToken);
    }
}
