namespace Aimi.Planning.Calendar;

/// <summary>Subscribing to a calendar, and importing one.</summary>
internal static class CalendarServices
{
    public static IServiceCollection AddCalendar(this IServiceCollection services)
    {
        services.AddScoped<CalendarFeeds>();
        services.AddScoped<CalendarImport>();
        return services;
    }

    public static IEndpointRouteBuilder MapCalendar(this IEndpointRouteBuilder app)
    {
        app.MapCalendarFeeds();
        app.MapCalendarImport();
        app.MapCalendarDocument();
        return app;
    }
}
