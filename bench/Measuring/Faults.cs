namespace AgentRegistry.Measuring;

/// <summary>Nothing can be measured at all. The message is the line that is printed.</summary>
internal sealed class CannotMeasureException(string message) : Exception(message);

/// <summary>A path cannot be measured here. The message says what to do about it.</summary>
internal sealed class PathSkippedException(string message) : Exception(message);

/// <summary>Something was counted as done that was not: no figure is worth anything then.</summary>
internal sealed class EffectMissingException(string message) : Exception(message);
