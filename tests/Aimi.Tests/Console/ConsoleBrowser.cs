using Microsoft.Playwright;

namespace Aimi.Tests.Console;

/// <summary>One Chromium for all tests of the console; each test opens its own context in it.</summary>
public sealed class ConsoleBrowser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    public IBrowser Chromium { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var executable = Environment.GetEnvironmentVariable("AIMI_TEST_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(executable))
        {
            throw new InvalidOperationException(
                $"No browser at {executable}: install Debian's package `chromium`, or set AIMI_TEST_CHROMIUM to a Chromium's path.");
        }
        _playwright = await Playwright.CreateAsync();
        Chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null) await Chromium.DisposeAsync();
        _playwright?.Dispose();
    }
}

[CollectionDefinition(nameof(ConsoleBrowser))]
public sealed class ConsoleTests : ICollectionFixture<ConsoleBrowser>;
