namespace AgentRegistry.Storage.Tests;

/// <summary>Properties of what cannot be called without waiting: FsCheck's own runner would block a thread for each.</summary>
internal static class Property
{
    public static async Task ForAllAsync(int rounds, Func<Random, Task> holds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var seed = Random.Shared.Next();
            try
            {
                await holds(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"It does not hold for new Random({seed}).", exception);
            }
        }
    }
}
