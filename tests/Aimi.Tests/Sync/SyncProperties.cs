using Aimi.Tests.Infrastructure;
using CsCheck;

namespace Aimi.Tests.Sync;

public sealed class SyncPropertiesOnServers(ServerStack stack) : SyncProperties(stack), IClassFixture<ServerStack>;

public sealed class SyncPropertiesEmbedded(EmbeddedStack stack) : SyncProperties(stack), IClassFixture<EmbeddedStack>;

/// <summary>
/// Whatever is done on three devices, each offline for any time, with pages of any size: once all have a line they know the same, and it is what the server's lists say.
/// </summary>
public abstract class SyncProperties(TestStack stack)
{
    private const int Histories = 15;
    private const int Devices = 3;

    private static readonly Gen<Step[]> History = Gen.Select(Gen.Enum<Deed>(), Gen.Int[0, Devices - 1], Gen.Int[0, 99], Gen.Bool, (deed, device, which, isLost) => new Step(deed, device, which, isLost))
        .Array[10, 60];

    [Fact]
    public Task Any_history_of_three_devices_ends_in_the_same_state_everywhere() => History.SampleAsync(
        async steps =>
        {
            var person = await stack.Aimi.Person();
            var ids = new Random(steps.Length);
            var devices = Enumerable.Range(0, Devices).Select(_ => new OfflineDevice(person, ids)).ToList();
            foreach (var step in steps)
                await devices[step.Device].Do(step);
            foreach (var device in devices)
                await device.Flush();

            foreach (var (device, limit) in devices.Zip([500, 7, 1 + steps.Length]))
                await device.Mirror.Reaches(limit);
            var occurrences = devices.Select(device => device.Mirror.All("occurrence").Select(row => row.ToJsonString()).Order(StringComparer.Ordinal).ToList()).ToList();
            Assert.All(occurrences, rows => Assert.Equal(occurrences[0], rows));
        },
        iter: Histories,
        threads: 1,
        print: steps => string.Join('\n', steps.Select(step => step.ToString())));
}
