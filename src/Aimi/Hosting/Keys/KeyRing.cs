using System.Xml.Linq;
using Aimi.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Hosting.Keys;

/// <summary>ASP.NET's data protection: its keys stand in the database, so that what one replica seals another opens, and are encrypted by the <see cref="MasterKey"/>.</summary>
internal static class KeyRing
{
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => MasterKey.Of(settings[nameof(ServerOptions.MasterKey)], Server.DataFolder(settings)));
        services.AddSingleton<DatabaseKeys>();
        services.AddDataProtection().SetApplicationName("aimi");
        services.AddOptions<KeyManagementOptions>().Configure<DatabaseKeys, MasterKey>((options, keys, master) =>
            (options.XmlRepository, options.XmlEncryptor) = (keys, new MasterKeyEncryptor(master)));

        // The framework reads the keys as the process starts: before the database is up to date. They are read when they are first needed.
        foreach (var early in services.Where(service => service.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal"
            && service.ServiceType == typeof(IHostedService)).ToList())
            services.Remove(early);
        return services;
    }
}

/// <summary>The keys in the database, whoever is called for when one is needed. The framework asks rarely, once a day, and knows no other way than to wait.</summary>
internal sealed class DatabaseKeys(IDbContextFactory<AimiDbContext> database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var acting = Acting.AsService();
        using var context = database.CreateDbContext();
        return [.. context.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Name).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var acting = Acting.AsService();
        using var context = database.CreateDbContext();
        context.DataProtectionKeys.Add(new DataProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), CreatedAt = time.GetUtcNow() });

        // The framework's interface waits, and the program saves asynchronously; it is once in 90 days.
        context.SaveChangesAsync().GetAwaiter().GetResult();
    }

    /// <summary>Whether this process has the master keys that the keys in the database were encrypted by.</summary>
    /// <exception cref="DatabaseSetupException">It has not: it would seal what no other replica can open.</exception>
    public async Task Check(MasterKey master, CancellationToken cancellationToken)
    {
        using var acting = Acting.AsService();
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var all = await context.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).ToListAsync(cancellationToken);
        if (all.Exists(xml => MasterKeyEncryptor.KeyIdsIn(XElement.Parse(xml)).Any(id => !master.Has(id))))
            throw new DatabaseSetupException(Texts.Get("Serve.OtherMasterKey"));
    }
}
