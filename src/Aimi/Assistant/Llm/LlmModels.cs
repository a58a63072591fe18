using Microsoft.Extensions.Options;

namespace Aimi.Assistant.Llm;

/// <summary>The models of the settings, in their order, each with what it takes to ask it: connection, patience, measures, persistence.</summary>
internal sealed class LlmModels : IDisposable
{
    private readonly HttpClient _http;

    public LlmModels(IOptions<LlmOptions> options, LlmMetrics metrics, DailyBudget budget, TimeProvider time)
    {
        var llm = options.Value;
        var random = new Random();
        var models = llm.Models;
        var circuits = models.Select(model => model.Address.Authority).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(server => server, _ => new VendorCircuit(time), StringComparer.OrdinalIgnoreCase);
        _http = LlmConnection.Open(time);
        EndsOffline = llm.EndsOffline;
        All =
        [
            .. models.Select(model =>
            {
                var asked = new LlmChatClient(model.Vendor.Create(model, _http), llm.LlmFirstWord, llm.LlmTimeout, time);
                var circuit = circuits[model.Address.Authority];
                return new ChainedModel(model, new PersistentChatClient(new MeteredChatClient(asked, model, metrics, budget, time), circuit, time, random), circuit);
            }),
        ];
    }

    /// <summary>First the one that answers as a rule; none where Aimi answers offline.</summary>
    public IReadOnlyList<ChainedModel> All { get; }

    public bool EndsOffline { get; }

    public void Dispose()
    {
        foreach (var model in All)
            model.Client.Dispose();
        _http.Dispose();
    }
}
