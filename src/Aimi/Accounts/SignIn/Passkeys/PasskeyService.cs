using System.Text.Json.Nodes;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Accounts.SignIn.Passkeys;

/// <summary>Passkeys, by ASP.NET Core Identity's ceremonies. What is to be known between a ceremony's two steps is a challenge that is taken once, wherever the second arrives.</summary>
internal sealed partial class PasskeyService(
    AimiDbContext database, IPasskeyHandler<User> ceremonies, Challenges challenges, TimeProvider time, ILogger<PasskeyService> log)
{
    public const int MaxPasskeys = 20;

    /// <summary>How long a person may take; browsers are told so, too.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>What <c>navigator.credentials.create</c> wants to know.</summary>
    public async Task<PasskeyOptionsResponse> BeginRegistration(User user, HttpContext http, CancellationToken cancellationToken)
    {
        var name = user.Email ?? (user.DisplayName.Length > 0 ? user.DisplayName : "Aimi");
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = name, DisplayName = user.DisplayName.Length > 0 ? user.DisplayName : name };
        var begun = await ceremonies.MakeCreationOptionsAsync(entity, http);
        return await Answer(ChallengePurpose.PasskeyRegistration, begun.AttestationState, begun.CreationOptionsJson, cancellationToken);
    }

    /// <summary>Takes up what <c>navigator.credentials.create</c> made.</summary>
    public async Task<PasskeyRegistration> Register(
        Guid userId, string ticket, JsonObject credential, string? name, HttpContext http, CancellationToken cancellationToken)
    {
        if (await challenges.Take(ChallengePurpose.PasskeyRegistration, ticket, cancellationToken) is not { State: { } state })
            return new(PasskeyRegistrationResult.Refused);

        var result = await ceremonies.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential.ToJsonString(), AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != userId.ToString())
            return Refused(result.Failure, userId);

        var (made, now) = (result.Passkey, time.GetUtcNow());
        var row = new Passkey
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            CredentialId = made.CredentialId,
            CredentialHash = PasskeyStore.HashOf(made.CredentialId),
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            Transports = Transports(made.Transports),
            Name = name,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (await Of(userId).CountAsync(cancellationToken) >= MaxPasskeys)
                    return new(PasskeyRegistrationResult.TooMany);

                database.Add(row);
                try
                {
                    await database.SaveChangesAsync(cancellationToken);
                }
                catch (DbUpdateException failure) when (!ErrorHandling.IsDatabaseAway(failure))
                {
                    // All else of the row was just made here: what is unique is the authenticator's.
                    return new(PasskeyRegistrationResult.Known);
                }

                return new PasskeyRegistration(PasskeyRegistrationResult.Registered, row);
            },
            cancellationToken);
    }

    /// <summary>What <c>navigator.credentials.get</c> wants to know. Nobody is named: the authenticator offers whom it knows here, and nobody learns who has an account.</summary>
    public async Task<PasskeyOptionsResponse> BeginSignIn(HttpContext http, CancellationToken cancellationToken)
    {
        var begun = await ceremonies.MakeRequestOptionsAsync(user: null, http);
        return await Answer(ChallengePurpose.PasskeySignIn, begun.AssertionState, begun.RequestOptionsJson, cancellationToken);
    }

    /// <summary>Whose passkey signed; null where none did that holds.</summary>
    public async Task<Guid?> Verify(string ticket, JsonObject credential, HttpContext http, CancellationToken cancellationToken)
    {
        if (await challenges.Take(ChallengePurpose.PasskeySignIn, ticket, cancellationToken) is not { State: { } state })
            return null;

        var result = await ceremonies.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential.ToJsonString(), AssertionState = state });
        if (!result.Succeeded)
        {
            NotSignedIn(Reason(result.Failure));
            return null;
        }

        // Of two that bring the same count one is a copy, even where both come at once.
        var (userId, hash, count, now) = (result.User.Id, PasskeyStore.HashOf(result.Passkey.CredentialId), (long)result.Passkey.SignCount, time.GetUtcNow());
        using var acting = Acting.For(userId);
        var counted = await Of(userId)
            .Where(passkey => passkey.CredentialHash == hash && (passkey.SignCount < count || (passkey.SignCount == 0 && count == 0)))
            .ExecuteUpdateAsync(
                passkey => passkey
                    .SetProperty(row => row.SignCount, count)
                    .SetProperty(row => row.IsBackedUp, result.Passkey.IsBackedUp)
                    .SetProperty(row => row.LastUsedAt, now)
                    .SetProperty(row => row.UpdatedAt, now),
                cancellationToken);
        return counted == 1 ? userId : null;
    }

    public async Task<IReadOnlyList<Passkey>> List(Guid userId, CancellationToken cancellationToken) =>
        await Of(userId).AsNoTracking().OrderBy(passkey => passkey.Id).ToListAsync(cancellationToken);

    /// <summary>From now on it signs nobody in, unless it is the last thing that does.</summary>
    public Task<WayInRemoval> Remove(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.RemoveWayIn(userId, () => Of(userId).Where(passkey => passkey.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private IQueryable<Passkey> Of(Guid userId) => database.Passkeys.Where(passkey => passkey.UserId == userId);

    private async Task<PasskeyOptionsResponse> Answer(ChallengePurpose purpose, string? state, string options, CancellationToken cancellationToken) =>
        new(await challenges.Make(purpose, state, Life, cancellationToken), JsonNode.Parse(options)!.AsObject(), (int)Life.TotalSeconds);

    private PasskeyRegistration Refused(PasskeyException? failure, Guid userId)
    {
        NotRegistered(userId, failure is null ? "another person's ceremony" : Reason(failure));
        return new(PasskeyRegistrationResult.Refused);
    }

    // The framework's sentence goes on with what it was sent, in quotes or behind a colon, a word of up to a whole body.
    private static string Reason(PasskeyException failure) => failure.Message[..(failure.Message.AsSpan().IndexOfAny("'\":") is >= 0 and var sent ? sent : failure.Message.Length)].Trim();

    // Words that browsers know; whoever makes up others helps nobody.
    private static string? Transports(string[]? transports) =>
        transports?.Where(word => word is "ble" or "hybrid" or "internal" or "nfc" or "smart-card" or "usb").Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } known
            ? string.Join(' ', known)
            : null;

    [LoggerMessage(1708, LogLevel.Information, "A passkey of {UserId} was not taken up: {Reason}", EventName = "passkey_not_registered")]
    private partial void NotRegistered(Guid userId, string reason);

    [LoggerMessage(1709, LogLevel.Information, "A passkey signed nobody in: {Reason}", EventName = "passkey_sign_in_failed")]
    private partial void NotSignedIn(string reason);
}

/// <param name="Passkey">Where it is registered.</param>
internal sealed record PasskeyRegistration(PasskeyRegistrationResult Result, Passkey? Passkey = null);

internal enum PasskeyRegistrationResult
{
    Registered,

    /// <summary>The ceremony is over, or what came of it does not hold.</summary>
    Refused,

    /// <summary>It is somebody's already.</summary>
    Known,
    TooMany,
}
