namespace Aimi.Hosting;

public static class Settings
{
    public static IReadOnlyCollection<string> Names { get; } = ["Address", "Data", "Database", "Port", "Redis"];
}
