using System.Text;

namespace AgentRegistry.Measuring;

/// <summary>The result for people.</summary>
internal static class ResultTable
{
    private static readonly string[] Heads = ["path", "measured", "baseline", "ratio", "target", "verdict"];

    public static string Text(IReadOnlyList<Row> rows)
    {
        var cells = rows.Select(Cells).Prepend(Heads).ToList();
        var widths = Heads.Select((_, column) => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder().Append('\n');
        for (var i = 0; i < cells.Count; i++)
        {
            text.AppendJoin("  ", cells[i].Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(i > 0 && rows[i - 1].Note.Length > 0 ? "  " + rows[i - 1].Note : "").Append('\n');
            if (i == 0)
            {
                text.AppendJoin("  ", widths.Select(width => new string('-', width))).Append('\n');
            }
        }

        return text.Append('\n').ToString();
    }

    private static string[] Cells(Row row) =>
    [
        row.Path,
        Figure(row.Measured, row.Unit),
        row.BaselineName is null ? "-" : $"{Figure(row.Baseline, row.Unit)} {row.BaselineName}",
        row.Ratio is { } ratio ? $"{ratio:0.00}" : "-",
        row.Target.Length > 0 ? row.Target : "-",
        row.Verdict switch
        {
            Verdict.Met => "met",
            Verdict.Missed => "MISSED",
            Verdict.NotMeasured => "NOT MEASURED",
            _ => "-",
        },
    ];

    private static string Figure(double? value, string unit) => value is { } number ? $"{(number < 100 ? $"{number:0.0}" : $"{number:#,0}")} {unit}" : "-";
}
