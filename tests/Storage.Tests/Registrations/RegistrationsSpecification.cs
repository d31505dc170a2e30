using System.Text.Json;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Agents;
using AgentRegistry.Storage.Registrations;
using Shouldly;
using Xunit;

namespace AgentRegistry.Storage.Tests.Registrations;

/// <summary>What the versions of registrations are, whichever side they are on.</summary>
public abstract class RegistrationsSpecification(TestTables tables)
{
    private const string Workspace = "default";

    private IRegistryStore Store => tables.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_is_read_as_written_and_the_current_one_without_a_number()
    {
        var id = Given.NewId();
        var first = Version(id, 1);
        var second = Version(id, 2) with
        {
            Version = new() { Version = 2, ChangedAt = Given.Now.AddMinutes(1), ChangedBy = "ops 🤖", Origin = RegistrationOrigin.Restored, RestoredFrom = 1, Changed = ["base_url", "name"] },
        };
        await WriteAsync(id, 2, first, second);

        var read = (await Store.Registrations.FindAsync(Workspace, id, null, Token))!;
        (read.AgentId, read.CurrentVersion).ShouldBe((id, 2));
        Same(read.Version, second.Version);
        JsonSerializer.Serialize(read.Registration).ShouldBe(JsonSerializer.Serialize(second.Registration));
        var earlier = (await Store.Registrations.FindAsync(Workspace, id, 1, Token))!;
        Same(earlier.Version, first.Version);
        (earlier.Registration.Name, earlier.CurrentVersion).ShouldBe(("version 1", 2));
        (await Store.Registrations.FindAsync(Workspace, id, 3, Token)).ShouldBeNull();
        (await Store.Registrations.FindAsync(Workspace, "nobody", null, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest()
    {
        var id = Given.NewId();
        await WriteAsync(id, 5, [.. Enumerable.Range(1, 5).Select(version => Version(id, version))]);

        var page = (await Store.Registrations.ListAsync(Workspace, id, null, 2, Token))!;
        (Numbers(page), page.CurrentVersion, page.Total, page.NextBefore).ShouldBe(("5 4", 5, 5, 4));
        page = (await Store.Registrations.ListAsync(Workspace, id, 4, 2, Token))!;
        (Numbers(page), page.NextBefore).ShouldBe(("3 2", 2));
        page = (await Store.Registrations.ListAsync(Workspace, id, 2, 2, Token))!;
        (Numbers(page), page.NextBefore).ShouldBe(("1", null));
        page = (await Store.Registrations.ListAsync(Workspace, id, 1, 2, Token))!;
        (Numbers(page), page.NextBefore).ShouldBe(("", null));
        (await Store.Registrations.ListAsync(Workspace, "nobody", null, 2, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task History_limit_keeps_the_newest_versions_of_each_agent()
    {
        var (busy, quiet) = (Given.NewId(), Given.NewId());
        await WriteAsync(quiet, 1, Version(quiet, 1));
        await WriteAsync(busy, 2, Version(busy, 1), Version(busy, 2));
        await Store.CommitAsync(transaction => transaction.Registrations.AppendAsync([Version(busy, 3), Version(busy, 4)], kept: 3, Token));

        Numbers((await Store.Registrations.ListAsync(Workspace, busy, null, 10, Token))!).ShouldBe("4 3 2");
        Numbers((await Store.Registrations.ListAsync(Workspace, quiet, null, 10, Token))!).ShouldBe("1");
    }

    [Fact]
    public async Task Deleted_agent_loses_its_versions_and_others_keep_theirs()
    {
        var (gone, other) = (Given.NewId(), Given.NewId());
        await WriteAsync(gone, 1, Version(gone, 1));
        await WriteAsync(other, 1, Version(other, 1));
        await Store.CommitAsync(transaction => transaction.Registrations.ForgetAsync([gone], Token));

        (await Store.Registrations.ListAsync(Workspace, gone, null, 10, Token))!.Versions.ShouldBeEmpty();
        (await Store.Registrations.ListAsync(Workspace, other, null, 10, Token))!.Versions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Other_workspace_reads_and_writes_no_version_of_the_agent()
    {
        var id = Given.NewId();
        await WriteAsync(id, 1, Version(id, 1));

        (await Store.Registrations.FindAsync("another", id, null, Token)).ShouldBeNull();
        (await Store.Registrations.ListAsync("another", id, null, 10, Token)).ShouldBeNull();
        await Should.ThrowAsync<Exception>(() => Store.CommitAsync(
            transaction => transaction.Registrations.AppendAsync([Version(id, 2) with { Workspace = "another" }], kept: 10, Token)));
    }

    private static StoredVersion Version(string id, int version) => new(
        id,
        Workspace,
        new() { Version = version, ChangedAt = Given.Now, Origin = version == 1 ? RegistrationOrigin.Registered : RegistrationOrigin.Updated },
        Given.Registration(id) with { Name = $"version {version}", Metadata = Given.Json("""{"b":1.50,"a":"测试"}""") });

    private static string Numbers(RegistrationVersionPage page) => string.Join(' ', page.Versions.Select(version => version.Version));

    private static void Same(RegistrationVersion read, RegistrationVersion written) => JsonSerializer.Serialize(read).ShouldBe(JsonSerializer.Serialize(written));

    private async Task WriteAsync(string id, int current, params StoredVersion[] versions)
    {
        await Store.SaveAsync(new AgentRecord(Given.State(id) with { RegistrationVersion = current }, versions[^1].Registration));
        await Store.CommitAsync(transaction => transaction.Registrations.AppendAsync(versions, kept: 100, Token));
    }
}

public sealed class RegistrationsInPostgres(PostgresTables tables) : RegistrationsSpecification(tables), IClassFixture<PostgresTables>;

public sealed class RegistrationsInSqlite(SqliteTables tables) : RegistrationsSpecification(tables), IClassFixture<SqliteTables>;
