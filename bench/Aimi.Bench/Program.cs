using System.CommandLine;
using Aimi.Bench;
using Aimi.Bench.Servers;
using Aimi.Data;

var root = new RootCommand("Measures Aimi beside a floor: the least program that does the same work.")
{
    ChatBench.Command(),
    SocketBench.Command(),
    ReminderBench.Command(),
    RecallBench.Command(),
    MemoryBench.Command(),
    SummaryBench.Command(),
    ScenariosBench.Command(),
    ContextBench.Command(),
    AssistantBench.Command(),
    TelemetryBench.Command(),
    AimiHost.Command(),
    FloorHost.Command(),
};
// What is measured within this process is Aimi's own work; a request says itself for whom it is.
using var acting = Acting.AsService();
return await root.Parse(args).InvokeAsync();
