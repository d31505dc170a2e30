using System.Globalization;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.Notices;

internal sealed class NoticeTable(ModelTransaction transaction) : INoticeTable
{
    public async Task<bool> PutAsync(RegistryNotice notice, bool isUsual, CancellationToken cancellationToken)
    {
        var context = await transaction.ReadyAsync(cancellationToken);
        var topic = (short)notice.Topic;
        if (!isUsual)
        {
            await context.ReserveAsync<NoticeRow>([[topic.ToString(CultureInfo.InvariantCulture)]], cancellationToken);
        }

        return await context.Notices.Where(row => row.Topic == topic && row.State != notice.State).ExecuteUpdateAsync(
            row => row
                .SetProperty(written => written.State, notice.State)
                .SetProperty(written => written.Reason, notice.Reason)
                .SetProperty(written => written.Source, notice.Source)
                .SetProperty(written => written.Since, notice.Timestamp),
            cancellationToken) > 0;
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
