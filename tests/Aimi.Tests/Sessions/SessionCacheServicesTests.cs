using Aimi.Data;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Sessions;

public sealed class SessionCacheServicesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Without_redis_all_is_in_the_process(string? redis)
    {
        await using var services = Build(("Redis", redis));

        Assert.IsType<InProcessSessionCache>(services.GetRequiredService<ISessionCache>());
        Assert.Same(services.GetRequiredService<ISessionCache>(), services.GetRequiredService<ICacheHealth>());
        Assert.IsType<InProcessBackplane>(services.GetRequiredService<IBackplane>());
        Assert.Empty(services.GetServices<IHostedService>());
    }

    [Fact]
    public async Task With_redis_the_circuit_stands_around_it_and_one_connection_serves_all()
    {
        await using var services = Build(("Redis", "127.0.0.1:1"));

        Assert.IsType<CircuitSessionCache>(services.GetRequiredService<ISessionCache>());
        Assert.Same(services.GetRequiredService<ISessionCache>(), services.GetRequiredService<ICacheHealth>());
        Assert.IsType<RedisBackplane>(services.GetRequiredService<IBackplane>());
        Assert.IsType<SessionCacheProbe>(Assert.Single(services.GetServices<IHostedService>()));
        Assert.Single(services.GetServices<RedisConnection>());
    }

    [Theory]
    [InlineData("password=hunter2")]
    [InlineData("127.0.0.1:6379,ssl=perhaps,password=hunter2")]
    [InlineData("127.0.0.1:6379,nonsense=1,password=hunter2")]
    [InlineData("127.0.0.1:6379,pasword=hunter2")]
    public void A_redis_setting_that_is_not_understood_stops_the_start_without_telling_secrets(string redis)
    {
        var failure = Assert.ThrowsAny<ArgumentException>(() => Build(("Redis", redis)));

        Assert.StartsWith("The setting Redis", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SessionCache:SlowAfter", "00:00:11")]
    [InlineData("SessionCache:ProbeEvery", "00:00:00")]
    [InlineData("SessionCache:MaxMegabytes", "0")]
    [InlineData("Sessions:MaxMessages", "3")]
    [InlineData("Sessions:Timeout", "00:00:00")]
    public async Task A_setting_out_of_bounds_stops_the_start_and_is_named(string name, string value)
    {
        await using var services = Build((name, value));

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_defaults_are_those_of_the_design()
    {
        await using var services = Build();

        Assert.Equal(TimeSpan.FromMinutes(10), services.GetRequiredService<IOptions<ChatSessionOptions>>().Value.Timeout);
        Assert.Equal(30, services.GetRequiredService<IOptions<ChatSessionOptions>>().Value.MaxMessages);
    }

    private static ServiceProvider Build(params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value)).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddDatabase(connectionString: null, Path.GetTempPath())
            .AddSessionCache(configuration)
            .AddRealtime(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
