using System.Net.Http.Headers;
using Aimi.Accounts;
using Aimi.Accounts.SignIn;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>A person with an account, who calls a process with a token of their own.</summary>
internal sealed record TokenHolder(User User, string Token)
{
    public Guid Id => User.Id;

    /// <param name="made">Told of each before it is stored.</param>
    public static async Task<TokenHolder> Create(TestDatabase database, Action<User>? made = null)
    {
        var user = A.User();
        made?.Invoke(user);
        var secret = BearerSecret.Create(BearerSecret.Personal, user.Id);
        var token = new AccessToken
        {
            UserId = user.Id,
            Id = Guid.CreateVersion7(),
            Kind = AccessTokenKind.Personal,
            Hash = secret.Hash,
            CreatedAt = A.Now,
            UpdatedAt = A.Now,
        };
        await database.Save(user, A.Conversation(user), token);
        return new TokenHolder(user, secret.ToString());
    }

    public HttpClient At(Uri server)
    {
        var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    public Task<TestSocket> Connect(Uri server) => TestSocket.Open(server, Token);
}
