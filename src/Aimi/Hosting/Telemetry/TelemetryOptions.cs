using System.ComponentModel.DataAnnotations;

namespace Aimi.Hosting.Telemetry;

/// <summary>What the program tells of itself, and to whom.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Telemetry";

    /// <summary>The OpenTelemetry collector that is sent traces and metrics, <c>http://localhost:4318</c>. Empty: none, and no trace is made.</summary>
    public string? Otlp { get; set; }

    /// <summary>How it is spoken to. Default <see cref="OtlpTransport.Http"/>.</summary>
    public OtlpTransport OtlpProtocol { get; set; }

    /// <summary>Headers for it, <c>name=value</c> separated by commas, such as a key.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>The part of the traces beginning here that is kept, 0 to 1. Default 1: all.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Telemetry:Sampling is a number from 0 to 1, such as 0.1 (AIMI__Telemetry__Sampling).")]
    public double Sampling { get; set; } = 1;

    /// <summary>A port of its own for <c>/metrics</c>, which then is nowhere else. Empty: on the port of all else without accounts, nowhere with them.</summary>
    [Range(1, 65535, ErrorMessage = "Telemetry:MetricsPort is a number from 1 to 65535, such as 9464 (AIMI__Telemetry__MetricsPort).")]
    public int? MetricsPort { get; set; }

    /// <summary>How log records are written to the console. Default <see cref="LogFormat.Text"/>.</summary>
    public LogFormat Logs { get; set; }

    /// <summary><see cref="Otlp"/>, if it is set.</summary>
    public Uri? Collector => string.IsNullOrWhiteSpace(Otlp) ? null : new Uri(Otlp.Trim());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Otlp)
            && !(Uri.TryCreate(Otlp.Trim(), UriKind.Absolute, out var address) && address is { Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" }))
        {
            yield return new ValidationResult("Telemetry:Otlp is an OpenTelemetry collector's address, such as http://localhost:4318 (AIMI__Telemetry__Otlp).", [nameof(Otlp)]);
        }

        if (!string.IsNullOrWhiteSpace(OtlpHeaders) && OtlpHeaders.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) < 1))
            yield return new ValidationResult("Telemetry:OtlpHeaders is name=value, separated by commas (AIMI__Telemetry__OtlpHeaders).", [nameof(OtlpHeaders)]);
    }
}

/// <summary>OTLP's ways over the network: protobuf over HTTP (usually port 4318) or gRPC (4317).</summary>
public enum OtlpTransport
{
    Http,
    Grpc,
}

/// <summary>Lines for a person to read, or a JSON object a line for a program.</summary>
public enum LogFormat
{
    Text,
    Json,
}
