namespace AgentRegistry.Contracts.Tests;

/// <summary>The rules of whichever message it is.</summary>
internal static class Rules
{
    public static IReadOnlyList<Type> Checked { get; } =
    [
        .. typeof(MessageRules).GetMethods().Where(method => method.Name == nameof(MessageRules.Check)).Select(method => method.GetParameters()[0].ParameterType),
    ];

    public static IReadOnlyList<Fault> Check(object message) => message switch
    {
        RegisterAgent registration => MessageRules.Check(registration, Given.Limits, Given.Now),
        RegisterAgents registrations => MessageRules.Check(registrations, Given.Limits, Given.Now),
        UpdateAgentCapabilities update => MessageRules.Check(update, Given.Limits, Given.Now),
        ChangeAgentStatus change => MessageRules.Check(change, Given.Limits, Given.Now),
        DeleteAgent deletion => MessageRules.Check(deletion, Given.Limits, Given.Now),
        Heartbeat heartbeat => MessageRules.Check(heartbeat, Given.Limits, Given.Now),
        HeartbeatBatch heartbeats => MessageRules.Check(heartbeats, Given.Limits, Given.Now),
        ActivityLogged activity => MessageRules.Check(activity, Given.Limits, Given.Now),
        GetAgent question => MessageRules.Check(question, Given.Limits),
        ListAgents question => MessageRules.Check(question, Given.Limits),
        SearchCapabilities question => MessageRules.Check(question, Given.Limits),
        RouteQuery question => MessageRules.Check(question, Given.Limits),
        GetRoute question => MessageRules.Check(question, Given.Limits),
        SearchMemory question => MessageRules.Check(question, Given.Limits),
        CreateSession creation => MessageRules.Check(creation, Given.Limits, Given.Now),
        AppendSessionMessages messages => MessageRules.Check(messages, Given.Limits, Given.Now),
        RecordInvocation invocation => MessageRules.Check(invocation, Given.Limits, Given.Now),
        ChangeSessionStatus change => MessageRules.Check(change, Given.Limits, Given.Now),
        DeleteSession deletion => MessageRules.Check(deletion, Given.Limits, Given.Now),
        GetSession question => MessageRules.Check(question, Given.Limits),
        GetSessionContext question => MessageRules.Check(question, Given.Limits),
        ListSessionMessages question => MessageRules.Check(question, Given.Limits),
        ListSessionInvocations question => MessageRules.Check(question, Given.Limits),
        ListSessions question => MessageRules.Check(question, Given.Limits),
        AnalyseSessions question => MessageRules.Check(question, Given.Limits),
        WriteContext write => MessageRules.Check(write, Given.Limits, Given.Now),
        RollbackContext rollback => MessageRules.Check(rollback, Given.Limits, Given.Now),
        NameCheckpoint naming => MessageRules.Check(naming, Given.Limits, Given.Now),
        RemoveCheckpoint removal => MessageRules.Check(removal, Given.Limits, Given.Now),
        DeleteContext deletion => MessageRules.Check(deletion, Given.Limits, Given.Now),
        GetContext question => MessageRules.Check(question, Given.Limits),
        ListContexts question => MessageRules.Check(question, Given.Limits),
        ListContextVersions question => MessageRules.Check(question, Given.Limits),
        RestoreRegistration restoration => MessageRules.Check(restoration, Given.Limits, Given.Now),
        GetRegistrationVersion question => MessageRules.Check(question, Given.Limits),
        ListRegistrationVersions question => MessageRules.Check(question, Given.Limits),
        DiffRegistrationVersions question => MessageRules.Check(question, Given.Limits),
        DiffContext question => MessageRules.Check(question, Given.Limits),
        SaveDefinition saving => MessageRules.Check(saving, Given.Limits, Given.Now),
        RestoreDefinition restoring => MessageRules.Check(restoring, Given.Limits, Given.Now),
        SwitchDefinition switching => MessageRules.Check(switching, Given.Limits, Given.Now),
        LabelDefinition labelling => MessageRules.Check(labelling, Given.Limits, Given.Now),
        UnlabelDefinition unlabelling => MessageRules.Check(unlabelling, Given.Limits, Given.Now),
        DeleteDefinition deletion => MessageRules.Check(deletion, Given.Limits, Given.Now),
        GetDefinition question => MessageRules.Check(question, Given.Limits),
        ListDefinitions question => MessageRules.Check(question, Given.Limits),
        ListDefinitionVersions question => MessageRules.Check(question, Given.Limits),
        DiffDefinition question => MessageRules.Check(question, Given.Limits),
        SpawnInstance spawning => MessageRules.Check(spawning, Given.Limits, Given.Now),
        ConfigureInstance configuring => MessageRules.Check(configuring, Given.Limits, Given.Now),
        ChangeInstanceStatus change => MessageRules.Check(change, Given.Limits, Given.Now),
        DeleteInstance deletion => MessageRules.Check(deletion, Given.Limits, Given.Now),
        GetInstance question => MessageRules.Check(question, Given.Limits),
        ListInstances question => MessageRules.Check(question, Given.Limits),
        _ => throw new NotSupportedException($"{message.GetType().Name} has rules that these tests do not know."),
    };

    /// <summary>The message with every field that breaks a rule put right, and the others as they are.</summary>
    public static RegisterAgent Mended(RegisterAgent message)
    {
        foreach (var fault in Check(message))
        {
            var field = WireForm.Fields(typeof(RegisterAgent)).First(field =>
                fault.Field.Split('.', '[')[0].Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            field.SetValue(message, field.GetValue(Given.Registration));
        }

        return message;
    }
}
