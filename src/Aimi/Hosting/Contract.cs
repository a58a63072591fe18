using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Aimi.Hosting;

/// <summary>The contract with clients: OpenAPI 3.1 at <c>/openapi/v1.json</c>, browsable at <c>/docs</c>.</summary>
internal static class Contract
{
    public static IServiceCollection AddContract(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Aimi",
                Version = "1",
                Description = "The backend of a personal AI coach. Errors are RFC 9457 problem details with a stable `code`.",
            };

            // The document is the same wherever it is served.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    });

    public static IEndpointRouteBuilder MapContract(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options.WithTitle("Aimi").DisableDefaultFonts());
        return app;
    }
}
