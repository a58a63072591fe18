using System.Net.Sockets;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Memory.Embeddings;

namespace Aimi.Hosting.Doctor;

/// <summary>Who answers, and who makes the vectors of memories. A model elsewhere may cost money for each call, and is not asked.</summary>
internal static class AssistantCheckup
{
    public static async Task Examine(LlmOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        if (options.Models.Count == 0)
            tell(new(Verdict.Fine, "Llm.Offline"));
        foreach (var model in options.Models)
        {
            if (!model.Address.IsLoopback)
                tell(new(Verdict.Fine, "Llm.Elsewhere", model.Name, model.Address.Authority));
            else
                tell(await Listens(model.Address, cancellationToken) ? new(Verdict.Fine, "Llm.Here", model.Name, model.Address.Authority) : new(Verdict.Broken, "Llm.Silent", model.Name, model.Address.Authority));
        }
    }

    public static async Task Examine(EmbeddingOptions options, Action<Finding> tell, CancellationToken cancellationToken)
    {
        if (options is not { Model: { } model, Address: { } address })
            tell(new(Verdict.Fine, "Embeddings.Offline"));
        else if (!address.IsLoopback)
            tell(new(Verdict.Fine, "Embeddings.Elsewhere", model, address.Authority));
        else
            tell(await Listens(address, cancellationToken) ? new(Verdict.Fine, "Embeddings.Here", model, address.Authority) : new(Verdict.Broken, "Embeddings.Silent", model, address.Authority));
    }

    private static async Task<bool> Listens(Uri address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.DnsSafeHost, address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
