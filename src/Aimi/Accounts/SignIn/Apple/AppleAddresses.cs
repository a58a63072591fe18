namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Where Apple is. No setting: whoever could change it could say who anyone is.</summary>
internal sealed record AppleAddresses(Uri Keys, Uri Token, Uri Revoke)
{
    /// <summary>Who issues the tokens, wherever the keys are asked for.</summary>
    public const string Issuer = "https://appleid.apple.com";

    public static readonly AppleAddresses Real = new(new($"{Issuer}/auth/keys"), new($"{Issuer}/auth/token"), new($"{Issuer}/auth/revoke"));
}
