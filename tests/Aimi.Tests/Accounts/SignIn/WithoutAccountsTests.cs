using System.Text.RegularExpressions;
using Aimi.Tests.Attacks;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Accounts.SignIn;

/// <summary>Where there is one owner, nothing of accounts is there but the word that there are none.</summary>
public sealed partial class WithoutAccountsTests(EmbeddedStack stack) : IClassFixture<EmbeddedStack>
{
    [Fact]
    public async Task Nobody_signs_in_and_no_endpoint_of_it_is_there()
    {
        using var http = new HttpClient { BaseAddress = stack.Aimi.Address };
        Assert.Equal("local", (string?)(await TestPerson.Json(await http.GetAsync("/auth/methods", TestContext.Current.CancellationToken)))["mode"]);

        var operations = (await ApiDocument.Of(stack.Aimi)).Operations.Where(operation => operation.Path.StartsWith("/auth/", StringComparison.Ordinal) && operation.Path != "/auth/methods").ToList();
        Assert.True(operations.Count > 20, $"{operations.Count}");
        foreach (var operation in operations)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), Places().Replace(operation.Path, Guid.CreateVersion7().ToString()));
            await TestPerson.Problem(await http.SendAsync(request, TestContext.Current.CancellationToken), 404, "not_found");
        }
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Places();
}
