using AgentRegistry.Contracts;
using AgentRegistry.Storage.Feed;
using AgentRegistry.Storage.Notices;

namespace AgentRegistry.Storage.Following;

/// <summary>Says how a part of the registry works: in the tables, and in the same commit on the feed.</summary>
public sealed class NoticeBoard(IRegistryStore store, TimeProvider time)
{
    private static readonly string Source = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Does nothing when the topic is in that state already, whoever said so.</summary>
    /// <param name="topic">Of what.</param>
    /// <param name="state">How it works now.</param>
    /// <param name="reason">Why; empty when all is well.</param>
    /// <param name="isUsual">True for the state that a topic is in when nobody has ever spoken of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(NoticeTopic topic, string state, string reason, bool isUsual, CancellationToken cancellationToken)
    {
        var notice = new RegistryNotice
        {
            EventId = Guid.CreateVersion7(),
            Topic = topic,
            State = state,
            Reason = reason,
            Source = Source,
            Timestamp = time.GetUtcNow().ToMicroseconds(),
        };
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.Notices.PutAsync(notice, isUsual, cancellationToken))
        {
            notice = notice with { Revision = await transaction.Feed.TakeRevisionsAsync(1, cancellationToken) };
            await transaction.Feed.AppendAsync([FeedEntry.Of(notice)], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
