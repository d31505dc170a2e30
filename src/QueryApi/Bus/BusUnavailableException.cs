namespace AgentRegistry.QueryApi.Bus;

/// <summary>The broker cannot be reached, or did not confirm a message in time; then it is not known whether it has it.</summary>
internal sealed class BusUnavailableException(string message, Exception innerException) : Exception(message, innerException);
