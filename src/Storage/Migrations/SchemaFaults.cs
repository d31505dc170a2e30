namespace AgentRegistry.Storage.Migrations;

/// <summary>The tables are newer than the program: it would not know what it overwrites.</summary>
public sealed class SchemaTooNewException(string found, string known)
    : IOException($"The database has schema {found}, made by a newer version; this one knows up to {known}. Start the newer version.")
{
    /// <summary>True when the last migration that was run is the last one that is known. Their names begin with their time.</summary>
    internal static bool IsUpToDate(string run, string known) => string.CompareOrdinal(run, known) switch
    {
        > 0 => throw new SchemaTooNewException(run, known),
        var order => order == 0,
    };
}

/// <summary>The tables are of version 0.1, whose numbered migrations nothing leads on from.</summary>
public sealed class SchemaTooOldException(string place, string advice)
    : IOException($"{place} has the tables of version 0.1, which this version cannot bring up to date. {advice}, or start version 0.1 again.");

/// <summary>The file is not a SQLite database, or a broken one. It has not been touched.</summary>
public sealed class DamagedDatabaseException(string file, string reason)
    : IOException($"The database file '{file}' is damaged ({reason.ReplaceLineEndings(" ")}). It was left as it is: restore a backup, or start with another --data folder.");
