using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aimi.Reminders.Push;

namespace Aimi.Tests.Reminders.Push;

/// <summary>The example of RFC 8291, section 5, byte by byte.</summary>
public sealed class WebPushEncryptionTests
{
    private const string Browser = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Sender = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

    [Fact]
    public void It_seals_the_example_of_the_RFC_to_its_very_bytes()
    {
        var point = Bytes(Sender);
        using var own = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
            D = Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        });

        var sealedText = WebPushEncryption.Seal(
            Encoding.ASCII.GetBytes("When I grow up, I want to be a watermelon"), Bytes(Browser), Bytes("BTBZMqHH6r4Tts7J_aSIgg"), own, Bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(sealedText));
    }

    [Fact]
    public void The_same_text_is_never_sealed_to_the_same_bytes()
    {
        var (first, second) = (WebPushEncryption.Seal([1], Bytes(Browser), new byte[16]), WebPushEncryption.Seal([1], Bytes(Browser), new byte[16]));
        Assert.NotEqual(first[..16], second[..16]);
        Assert.NotEqual(first[21..86], second[21..86]);
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
