using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Aimi.Data.Postgres;

/// <summary>
/// Row-level security, made from the model after the migrations, so that no table can be forgotten: whoever acts for a person (the role <c>aimi_person</c>) sees and writes
/// that person's rows, Aimi herself (<c>aimi_service</c>) all of them. Neither role can log in; <see cref="PostgresActing"/> takes one for each transaction.
/// It is forced on the owner too. Tables that belong to no person are the service's.
/// </summary>
internal static class PostgresRowSecurity
{
    /// <summary>
    /// The two roles, of which the login's is a member. They belong to the whole server, where another database may make them at the same moment.
    /// Whether a role may be taken is tried: what membership means for that differs between the versions of PostgreSQL.
    /// </summary>
    public const string Roles =
        """
        DO $$
        DECLARE wanted text;
        BEGIN
            FOREACH wanted IN ARRAY ARRAY['aimi_person', 'aimi_service'] LOOP
                IF to_regrole(wanted) IS NULL THEN
                    BEGIN
                        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN
                        NULL;
                    END;
                END IF;
                BEGIN
                    PERFORM set_config('role', wanted, true);
                    PERFORM set_config('role', 'none', true);
                EXCEPTION WHEN insufficient_privilege THEN
                    BEGIN
                        EXECUTE format('GRANT %I TO %I', wanted, session_user);
                    EXCEPTION WHEN unique_violation THEN
                        NULL;
                    END;
                END;
            END LOOP;
        END $$
        """;

    /// <summary>For the operator, where the login may not.</summary>
    public const string RolesByHand = "CREATE ROLE aimi_person NOLOGIN; CREATE ROLE aimi_service NOLOGIN; GRANT aimi_person, aimi_service TO";

    // PL/pgSQL keeps what it planned, which an SQL function plans anew at every call.
    private const string Call =
        """
        DO $$
        BEGIN
            IF to_regprocedure('aimi_act(boolean, text)') IS NULL THEN
                CREATE PROCEDURE aimi_act(is_service boolean, person text) LANGUAGE plpgsql AS $act$
                BEGIN
                    PERFORM set_config('role', CASE WHEN is_service THEN 'aimi_service' ELSE 'aimi_person' END, true), set_config('aimi.user_id', person, true);
                END $act$;
            END IF;
            IF NOT (has_schema_privilege('aimi_person', current_schema(), 'USAGE') AND has_schema_privilege('aimi_service', current_schema(), 'USAGE')) THEN
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO aimi_person, aimi_service', current_schema());
            END IF;
        END $$
        """;

    /// <summary>What makes it stand; where it does already, each changes nothing and locks nothing.</summary>
    public static IEnumerable<string> Statements(IModel model)
    {
        var tables = model.GetEntityTypes().Where(entity => entity.GetTableName() is not null);
        var views = model.GetEntityTypes().Where(entity => entity.GetViewName() is not null);
        return [Call, .. tables.Select(Table), .. views.Select(View)];
    }

    // The person stands in a scalar subquery: it is read once a statement, and an index finds their rows. Policies that are there are those of a table that somebody switched
    // its security off for.
    private static string Table(IEntityType entity)
    {
        var name = entity.GetTableName();
        var personal = entity.Owner()?.GetColumnName() is not { } column ? "" :
            $"""
            GRANT SELECT, INSERT, UPDATE, DELETE ON "{name}" TO aimi_person;
            DROP POLICY IF EXISTS person ON "{name}";
            CREATE POLICY person ON "{name}" TO aimi_person USING ("{column}" = (SELECT nullif(current_setting('aimi.user_id', true), '')::uuid));
            """;
        return
            $"""
            DO $$
            BEGIN
                IF NOT (SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = '"{name}"'::regclass) THEN
                    ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                    GRANT SELECT, INSERT, UPDATE, DELETE ON "{name}" TO aimi_service;
                    DROP POLICY IF EXISTS service ON "{name}";
                    CREATE POLICY service ON "{name}" TO aimi_service USING (true);
                    {personal}
                END IF;
            END $$
            """;
    }

    // As whoever looks, not as its owner.
    private static string View(IEntityType entity) =>
        $"""
        DO $$
        BEGIN
            IF NOT (SELECT coalesce(reloptions, '{"{}"}') @> '{"{security_invoker=true}"}' FROM pg_class WHERE oid = '"{entity.GetViewName()}"'::regclass) THEN
                ALTER VIEW "{entity.GetViewName()}" SET (security_invoker = true);
                GRANT SELECT ON "{entity.GetViewName()}" TO aimi_person, aimi_service;
            END IF;
        END $$
        """;
}
