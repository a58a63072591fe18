using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Aimi.Hosting.Keys;

/// <summary>How the framework has its keys encrypted before they are stored.</summary>
internal sealed class MasterKeyEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const string Sealed = "sealed";
    internal const string KeyId = "key";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(Sealed, new XAttribute(KeyId, master.Id), master.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))),
        typeof(MasterKeyDecryptor));

    /// <summary>The master keys that one must have to open what is in it.</summary>
    public static IEnumerable<string> KeyIdsIn(XElement stored) => stored.Descendants(Sealed).Select(element => (string)element.Attribute(KeyId)!);
}

/// <summary>Its other half; the framework makes it by its name, which is stored with the key.</summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var master = services.GetRequiredService<MasterKey>();
        return XElement.Parse(Encoding.UTF8.GetString(master.Open((string)encryptedElement.Attribute(MasterKeyEncryptor.KeyId)!, encryptedElement.Value)));
    }
}
