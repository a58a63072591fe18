using System.ComponentModel.DataAnnotations;

namespace Aimi.Accounts;

/// <summary>Who may use this Aimi.</summary>
public enum AccountMode
{
    /// <summary>One owner, no login; only this machine reaches it.</summary>
    Local,

    /// <summary>People with accounts, who sign in.</summary>
    Multi,
}

/// <summary>Accounts, set as <c>AIMI__Accounts__Mode</c> and so on.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>Default <c>local</c>.</summary>
    [EnumDataType(typeof(AccountMode), ErrorMessage = "Accounts:Mode is local (one owner, no login) or multi (people sign in) (AIMI__Accounts__Mode).")]
    public AccountMode Mode { get; set; }

    /// <summary>Whoever comes from a provider for the first time gets an account. Default: only those come in whom the operator added with <c>./aimi user add</c>.</summary>
    public bool Registration { get; set; }

    public bool IsMulti => Mode == AccountMode.Multi;
}
