using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.Passkeys;

namespace Aimi.Tests;

/// <summary>Rows of who signs in, and how.</summary>
internal static partial class A
{
    public static Identity SignedInBy(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Provider = Identity.EmailProvider,
        Subject = $"{user.Id}@example.com",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Password Password(User user) => new() { UserId = user.Id, Hash = "hash", CreatedAt = Now, UpdatedAt = Now };

    public static AuthSession AuthSession(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Device = "iPhone",
        RefreshHash = new string('0', 64),
        RotationKey = new byte[32],
        RotatedAt = Now,
        ExpiresAt = Now.AddDays(90),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>It is nobody's.</summary>
    public static AuthChallenge Challenge() => new()
    {
        Hash = Guid.CreateVersion7().ToString("N"),
        Purpose = ChallengePurpose.Exchange,
        ExpiresAt = Now.AddMinutes(1),
    };

    public static Passkey Passkey(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        CredentialId = user.Id.ToByteArray(),
        CredentialHash = PasskeyStore.HashOf(user.Id.ToByteArray()),
        PublicKey = new byte[77],
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static AppleGrant Grant(User user) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Subject = "001234.abcdef.0123",
        ClientId = "org.example.aimi",
        ProtectedToken = "protected",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static AccessToken Token(User user, AuthSession session) => new()
    {
        UserId = user.Id,
        Id = Guid.CreateVersion7(),
        Kind = AccessTokenKind.Access,
        Hash = new string('0', 64),
        SessionId = session.Id,
        ExpiresAt = Now.AddMinutes(15),
        CreatedAt = Now,
        UpdatedAt = Now,
    };
}
