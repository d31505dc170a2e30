using AgentRegistry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Model;

/// <summary>A version of an agent's registration; the current one lies in the agent's row as well, where it is read. Never updated.</summary>
internal sealed class RegistrationRow
{
    public required string AgentId { get; init; }

    public int Version { get; init; }

    public required string Workspace { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public string? ChangedBy { get; init; }

    public RegistrationOrigin Origin { get; init; }

    public int? RestoredFrom { get; init; }

    /// <summary>The fields that differ from the version before, with spaces between them.</summary>
    public required string Changed { get; init; }

    public required string Registration { get; init; }
}

internal static class RegistrationModel
{
    public static void Build(StoreModel store)
    {
        // SQLite keeps these by rowid: the registrations are long.
        var registration = store.Table<RegistrationRow>("registry", "registration").BelongsTo<RegistrationRow, AgentRow>(
            "fk_registration_agent", [nameof(RegistrationRow.Workspace), nameof(RegistrationRow.AgentId)], [nameof(AgentRow.Workspace), nameof(AgentRow.Id)]);
        registration.HasKey(row => new { row.AgentId, row.Version }).HasName("pk_registration");
        registration.Property<string?>(nameof(RegistrationRow.Registration)).IsJson(store);
    }
}
