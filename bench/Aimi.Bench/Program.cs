using System.CommandLine;
using Aimi.Bench;
using Aimi.Bench.Servers;

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
    AimiHost.Command(),
    FloorHost.Command(),
};
return await root.Parse(args).InvokeAsync();
