using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AgentRegistry.Storage.DeadLetters;

internal sealed class DeadLetterStore(ModelSource model) : IDeadLetterStore
{
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = model.Open();
        var rows = await context.DeadLetters.OrderBy(row => row.Revision).ThenBy(row => row.Delivery).Take(limit).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new DeadLetter(
                row.Delivery,
                new FeedEntry(row.Revision, row.EventId, (FeedKind)row.Kind, row.AgentId, row.Workspace, row.RecordedAt, row.Body),
                row.Reason,
                row.Attempts,
                row.StuckAt,
                row.Replay)),
        ];
    }

    public Task<int> ReplayAsync(string delivery, long? revision, CancellationToken cancellationToken) => model.WriteAsync(
        context => Of(context, delivery, revision).ExecuteUpdateAsync(row => row.SetProperty(letter => letter.Replay, true), cancellationToken), cancellationToken);

    public Task<int> DropAsync(string delivery, long? revision, CancellationToken cancellationToken) => model.WriteAsync(
        context => Of(context, delivery, revision).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private static IQueryable<DeadLetterRow> Of(RegistryDbContext context, string delivery, long? revision) =>
        context.DeadLetters.Where(row => row.Delivery == delivery && (revision == null || row.Revision == revision));
}
