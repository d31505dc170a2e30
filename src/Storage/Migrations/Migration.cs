using System.Globalization;

namespace AgentRegistry.Storage.Migrations;

/// <summary>One numbered step of a schema, such as <c>0001_registry.sql</c>. A step that has been released is never edited.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The steps that come after the one that was run last.</summary>
    /// <exception cref="SchemaTooNewException">The tables were made by a newer program.</exception>
    public static IReadOnlyList<Migration> After(int done, string folder)
    {
        var all = EmbeddedText.In(folder).Select(Of).ToList();
        var newest = all.Max(migration => migration.Number);
        return done > newest
            ? throw new SchemaTooNewException(done, newest)
            : [.. all.Where(migration => migration.Number > done).OrderBy(migration => migration.Number)];
    }

    private static Migration Of(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, EmbeddedText.Read(path));
    }
}

/// <summary>The tables are newer than the program: it would not know what it overwrites.</summary>
public sealed class SchemaTooNewException(int found, int known)
    : IOException($"The database has schema {found}, made by a newer version; this one knows up to {known}. Start the newer version.");
