using Aimi.Hosting;
using Microsoft.Extensions.Configuration;

namespace Aimi.Tests.Reminders.Channels;

/// <summary>The mail server is set whole or not at all, and what is missing is told.</summary>
public sealed class EmailOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Host=mail.example From=aimi@example.com")]
    [InlineData("Host=mail.example From=aimi@example.com User=a Password=b Port=465 Security=tls")]
    [InlineData("Host=127.0.0.1 From=aimi@example.com User=a Password=b Security=none")]
    public void What_is_whole_is_right(string settings) => Assert.Empty(Problems(settings));

    [Theory]
    [InlineData("Host=mail.example", "AIMI__Email__From")]
    [InlineData("From=aimi@example.com", "AIMI__Email__Host")]
    [InlineData("User=a Password=b", "AIMI__Email__Host")]
    [InlineData("Host=mail.example From=aimi", "AIMI__Email__From")]
    [InlineData("Host=mail.example From=aimi@example.com User=a", "AIMI__Email__Password")]
    [InlineData("Host=mail.example From=aimi@example.com Password=b", "AIMI__Email__User")]
    [InlineData("Host=mail.example From=aimi@example.com Security=ssl", "AIMI__Email__Security")]
    [InlineData("Host=mail.example From=aimi@example.com Security=none User=a Password=b", "in the clear")]
    [InlineData("Host=mail.example From=aimi@example.com Port=0", "AIMI__Email__Port")]
    [InlineData("Host=mail.example From=aimi@example.com Port=smtp", "AIMI__Email__Port")]
    public void What_is_not_is_told_with_how_to_mend_it(string settings, string told) =>
        Assert.Contains(told, Assert.Single(Problems(settings)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://aimi.example.com", true)]
    [InlineData("http://aimi.home:8080/app/", true)]
    [InlineData("aimi.example.com", false)]
    [InlineData("ftp://aimi.example.com", false)]
    [InlineData("https://me:secret@aimi.example.com", false)]
    [InlineData("https://aimi.example.com/?a=b", false)]
    public void A_public_address_is_one_that_a_link_can_begin_with(string url, bool right) => Assert.Equal(right, Problems(("PublicUrl", url)).Count == 0);

    private static IReadOnlyList<string> Problems(string settings) =>
        Problems([.. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => ("Email:" + pair[0], pair[1]))]);

    private static IReadOnlyList<string> Problems(params (string Name, string Value)[] settings) =>
        Settings.Problems(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());
}
