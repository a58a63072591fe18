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

    /// <summary>Whoever proves an address, or comes from a provider, may make an account of their own. Default: the operator makes them with <c>./aimi user add</c>.</summary>
    public bool Registration { get; set; }

    public bool IsMulti => Mode == AccountMode.Multi;
}
