using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Keys;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.Options;

namespace Aimi.Hosting;

/// <summary>Brings the database up to date and makes the owner, while the process listens already and says that it is starting.</summary>
internal sealed partial class Startup(
    Migrator migrator, LocalOwner owner, IOptions<AccountOptions> accounts, DatabaseKeys keys, MasterKey masterKey, Readiness readiness, IHostApplicationLifetime lifetime, StartupFailure failure, TimeProvider time, ILogger<Startup> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.Migrate(() => readiness.State = ServingState.Migrating, stoppingToken);
                await keys.Check(masterKey, stoppingToken);
                if (!accounts.Value.IsMulti)
                    await owner.Ensure(stoppingToken);
                readiness.State = ServingState.Ready;
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // A migration that is cut says so in many ways; its transaction undoes it, and the next start makes it.
                return;
            }
            catch (Exception away) when (ErrorHandling.IsDatabaseAway(away))
            {
                // A database that starts later than Aimi is no reason to give up.
                readiness.State = ServingState.Starting;
                DatabaseAway(Pause.TotalSeconds, Fault.Of(away).Brief);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fatal)
            {
                failure.Cause = fatal;
                lifetime.StopApplication();
                return;
            }
        }
    }

    [LoggerMessage(1102, LogLevel.Warning, "The database does not answer, trying again in {Seconds} s: {Reason}", EventName = "database_away")]
    private partial void DatabaseAway(double seconds, string reason);
}

/// <summary>Why the process could not start; the command tells it to the operator.</summary>
internal sealed class StartupFailure
{
    public Exception? Cause { get; set; }
}
