using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using AgentRegistry.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Notices;

internal sealed class NoticeTable(ModelTransaction transaction) : INoticeTable
{
    public async Task<bool> PutAsync(RegistryNotice notice, bool isUsual, CancellationToken cancellationToken)
    {
        // In SQL, as every process says at its start that all is well.
        var written = await transaction.ReadAsync(
            EmbeddedText.Read("Notices/put.sql"),
            row => row.GetInt16(0),
            cancellationToken,
            ("topic", (short)notice.Topic),
            ("state", notice.State),
            ("reason", notice.Reason),
            ("source", notice.Source),
            ("since", notice.Timestamp),
            ("is_usual", isUsual));
        return written.Count > 0;
    }
}

internal sealed class NoticeReader(ModelSource model) : INoticeReader
{
    public async Task<IReadOnlyList<RegistryNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        return await context.Notices.OrderBy(row => row.Topic)
            .Select(row => new RegistryNotice { Topic = (NoticeTopic)row.Topic, State = row.State, Reason = row.Reason, Source = row.Source, Timestamp = row.Since })
            .ToListAsync(cancellationToken);
    }
}
