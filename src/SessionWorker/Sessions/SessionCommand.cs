using System.Buffers.Binary;
using System.Security.Cryptography;
using AgentRegistry.Contracts;
using AgentRegistry.Storage.Sessions;

namespace AgentRegistry.SessionWorker.Sessions;

/// <summary>A command on one session, decided when the session's row is locked.</summary>
/// <param name="Key">Which session.</param>
/// <param name="Decide">Decides, given the session as it is, the entries that are new, and the time.</param>
internal sealed record SessionCommand(SessionKey Key, Func<SessionState?, NewSessionEntries, DateTimeOffset, SessionDecision> Decide)
{
    /// <summary>The message that creates the session; null for commands on an existing one.</summary>
    public Guid? CreatedBy { get; private init; }

    /// <summary>Messages to add, without sequences.</summary>
    public IReadOnlyList<SessionMessage> Messages { get; private init; } = [];

    /// <summary>Invocations to add, without sequences.</summary>
    public IReadOnlyList<SessionInvocation> Invocations { get; private init; } = [];

    /// <summary>Characters of its texts.</summary>
    public long Size =>
        Messages.Sum(message => (long)message.Content.Length)
        + Invocations.Sum(invocation => (long)invocation.Query.Length + (invocation.Response?.Length ?? 0) + (invocation.Error?.Length ?? 0));

    public static SessionCommand Of(CreateSession message)
    {
        var key = new SessionKey(message.Workspace, message.SessionId ?? message.MessageId.ToString("N"));
        return new(key, (current, added, now) => SessionDecision.Create(current, key, message, added.IsRepeat, now)) { CreatedBy = message.MessageId };
    }

    public static SessionCommand Of(AppendSessionMessages message, Limits limits) => new(
        new(message.Workspace, message.SessionId),
        (current, added, now) => SessionDecision.Append(current, added.Messages, limits, now))
    {
        Messages = [.. message.Messages.Select((entry, index) => new SessionMessage
        {
            Id = entry.Id ?? IdAt(message.MessageId, index),
            Role = entry.Role.GetValueOrDefault(),
            Content = entry.Content ?? "",
            Metadata = entry.Metadata,
            Timestamp = (entry.Timestamp ?? message.SentAt).ToMicroseconds(),
        })],
    };

    public static SessionCommand Of(RecordInvocation message, Limits limits) => new(
        new(message.Workspace, message.SessionId),
        (current, added, now) => SessionDecision.Record(current, added.Invocations, limits, now))
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

    /// <summary>The id of a message that has none: a hash (UUID version 8), so that a repeated command gives the same id.</summary>
    private static Guid IdAt(Guid command, int index)
    {
        Span<byte> source = stackalloc byte[20];
        command.TryWriteBytes(source);
        BinaryPrimitives.WriteInt32BigEndian(source[16..], index);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>The entries of a command that its session does not have yet.</summary>
/// <param name="IsRepeat">True when the creating message had its effect before.</param>
/// <param name="Messages">Messages that are not stored yet.</param>
/// <param name="Invocations">Invocations that are not stored yet.</param>
internal sealed record NewSessionEntries(bool IsRepeat, IReadOnlyList<SessionMessage> Messages, IReadOnlyList<SessionInvocation> Invocations);
