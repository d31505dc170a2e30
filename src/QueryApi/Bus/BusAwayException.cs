namespace AgentRegistry.QueryApi.Bus;

/// <summary>The broker did not confirm a message in time; whether it has it is not known.</summary>
internal sealed class BusAwayException(string message, Exception innerException) : Exception(message, innerException);
