namespace AgentRegistry.Faults.Ledger;

/// <summary>The receipts of the fault that is being made. Those who beat all through write to whichever is open.</summary>
public sealed class ReceiptBook
{
    private volatile Receipts _current = new();

    public Receipts Current => _current;

    /// <summary>Begins a new one.</summary>
    public Receipts Open() => _current = new Receipts();
}
