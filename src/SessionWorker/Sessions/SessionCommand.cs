using System.Buffers.Binary;
using System.Security.Cryptography;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>A command on one session: what it comes to is decided when the session's row is locked.</summary>
/// <param name="Key">Which session.</param>
/// <param name="Decide">From the session as it is, what of the command is new, and the time.</param>
internal sealed record SessionCommand(SessionKey Key, Func<SessionState?, NewSessionEntries, DateTimeOffset, SessionDecision> Decide)
{
    /// <summary>The message that creates the session; null for commands on one that there is.</summary>
    public Guid? CreatedBy { get; private init; }

    /// <summary>What it adds, not numbered yet.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; private init; } = [];

    /// <summary>What it adds, not numbered yet.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; private init; } = [];

    /// <summary>Characters of its texts.</summary>
    public long Size =>
        Messages.Sum(message => (long)message.Content.Length)
        + Invocations.Sum(invocation => (long)invocation.Query.Length + (invocation.Response?.Length ?? 0) + (invocation.Error?.Length ?? 0));

    public static SessionCommand Of(CreateSession message)
    {
        var key = new SessionKey(message.Workspace, message.SessionId ?? message.MessageId.ToString("N"));
        return new(key, (current, news, now) => SessionDecision.Create(current, key, message, news.IsRepeat, now)) { CreatedBy = message.MessageId };
    }

    public static SessionCommand Of(AppendSessionMessages message, Limits limits) => new(
        new(message.Workspace, message.SessionId),
        (current, news, now) => SessionDecision.Append(current, news.Messages, limits, now))
    {
        Messages = [.. message.Messages.Select((said, place) => new SessionMessage
        {
            Id = said.Id ?? IdAt(message.MessageId, place),
            Role = said.Role.GetValueOrDefault(),
            Content = said.Content ?? "",
            Metadata = said.Metadata,
            Timestamp = (said.Timestamp ?? message.SentAt).ToMicroseconds(),
        })],
    };

    public static SessionCommand Of(RecordInvocation message, Limits limits) => new(
        new(message.Workspace, message.SessionId),
        (current, news, now) => SessionDecision.Record(current, news.Invocations, limits, now))
    {
        Invocations =
        [
            new()
            {
                Id = message.InvocationId ?? message.MessageId,
                AgentId = message.AgentId,
                Query = message.Query,
                Response = message.Response,
                Success = message.Success.GetValueOrDefault(),
                Error = message.Error,
                DurationMs = message.DurationMs,
                Timestamp = (message.Timestamp ?? message.SentAt).ToMicroseconds(),
            },
        ],
    };

    public static SessionCommand Of(ChangeSessionStatus message) => new(
        new(message.Workspace, message.SessionId),
        (current, _, now) => SessionDecision.ChangeStatus(current, message.Status.GetValueOrDefault(), message.SentAt.ToMicroseconds(), now));

    public static SessionCommand Of(DeleteSession message) => new(
        new(message.Workspace, message.SessionId), (current, _, now) => SessionDecision.Delete(current, now));

    /// <summary>The id of a message that has none: the same whenever the command comes again (UUID version 8, of a hash).</summary>
    private static Guid IdAt(Guid command, int place)
    {
        Span<byte> source = stackalloc byte[20];
        command.TryWriteBytes(source);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], place);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>What of a command its session does not have yet.</summary>
/// <param name="IsRepeat">True when the message that creates it was here before.</param>
/// <param name="Messages">Its messages without those that are known.</param>
/// <param name="Invocations">Its invocations without those that are known.</param>
internal sealed record NewSessionEntries(bool IsRepeat, IReadOnlyList<SessionMessage> Messages, IReadOnlyList<SessionInvocation> Invocations);

/// <summary>What became of a command.</summary>
/// <param name="Outcome">Null when nothing was done.</param>
/// <param name="Refusal">Why nothing was done, where the session is the reason.</param>
/// <param name="State">The session after it, or as it is; null where there is none.</param>
/// <param name="Added">How many messages or invocations were added.</param>
internal sealed record SessionCommitted(SessionOutcome? Outcome, SessionConflictReason? Refusal, SessionState? State, int Added);
