using System.Net;
using System.Net.Sockets;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Starting, stopping and failing to start, without servers.</summary>
public sealed class EmbeddedLifecycleTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agent-registry-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Nothing_of_OpenTelemetry_is_loaded_unless_it_is_configured()
    {
        await using var program = await Start().ReadyAsync();
        var loaded = await File.ReadAllTextAsync($"/proc/{program.Id}/maps");
        loaded.ShouldContain("Serilog.dll");
        loaded.ShouldNotContain("OpenTelemetry");
    }

    [Fact]
    public async Task Data_survives_a_stop_and_a_kill()
    {
        await using (var first = await Start().ReadyAsync())
        {
            using var api = new ApiClient(first.Address);
            await api.PostAsync("/api/v1/agents", new { id = "kept", name = "Kept", capabilities = new[] { "staying" }, factory = new { name = "keeper" } });
            await api.PostAsync("/api/v1/agents/activity", new { agent_id = "kept", task_id = "1", status = "success", duration_ms = 10 });
            (await first.StopAsync()).ShouldBe(0, first.Output);
        }

        await using (var second = await Start().ReadyAsync())
        {
            using var api = new ApiClient(second.Address);
            var agent = await api.GetAsync("/api/v1/agents/kept");
            ((string?)agent["name"]).ShouldBe("Kept");
            agent["execution_history"]!.AsArray().Count.ShouldBe(1);
            await api.PostAsync("/api/v1/agents/activity", new { agent_id = "kept", task_id = "2", status = "failed" });
            await second.KillAsync();
        }

        await using var third = await Start().ReadyAsync();
        using var client = new ApiClient(third.Address);
        var kept = await client.GetAsync("/api/v1/agents/kept");
        ((double?)kept["success_rate"]).ShouldBe(0.5);
        ((string?)kept["factory"]!["name"]).ShouldBe("keeper");
        (await client.GetAsync("/api/v1/capabilities/search?q=staying"))["matches"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_exit_code_1()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        var address = new Uri($"http://{socket.LocalEndPoint}");
        await using var program = RegistryProgram.StartOn(address, "Standalone", NoServers.Environment, "--data", _data.FullName);
        await ShouldFailAsync(program, "--urls");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_one_clear_line_and_exit_code_1()
    {
        var file = Path.Combine(_data.FullName, "file");
        await File.WriteAllTextAsync(file, "no folder", TestContext.Current.CancellationToken);
        await using var program = RegistryProgram.Start("Standalone", NoServers.Environment, "--data", Path.Combine(file, "data"));
        await ShouldFailAsync(program, "--data");
    }

    [Fact]
    public async Task A_database_file_that_cannot_be_opened_is_one_clear_line_and_exit_code_1()
    {
        _data.CreateSubdirectory("registry.db");
        await using var program = Start();
        await ShouldFailAsync(program, "the database cannot be used");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_database_is_one_clear_line_and_left_as_it_is(bool wasDatabase)
    {
        var database = Path.Combine(_data.FullName, "registry.db");
        if (wasDatabase)
        {
            await using var first = await Start().ReadyAsync();
            await first.StopAsync();
            await using var file = File.OpenWrite(database);
            file.Position = 4_096;
            await file.WriteAsync(new byte[8_192], TestContext.Current.CancellationToken);
        }
        else
        {
            await File.WriteAllTextAsync(database, "this is no database, however long it may be", TestContext.Current.CancellationToken);
        }

        var before = await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken);
        await using var program = Start();
        await ShouldFailAsync(program, "damaged");
        (await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_folder_in_use_by_another_process_is_refused()
    {
        await using var first = await Start().ReadyAsync();
        await using var second = Start();
        await ShouldFailAsync(second, "in use");
        first.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task All_configuration_errors_are_reported_at_once()
    {
        var environment = new Dictionary<string, string?>(NoServers.Environment, StringComparer.Ordinal)
        {
            ["Limits__AgentId"] = "many",
            ["Limits__Name"] = "-1",
            ["Limits__Unknown"] = "1",
        };
        await using var program = RegistryProgram.Start("Standalone", environment, "--data", _data.FullName);
        (await program.ExitCodeAsync()).ShouldBe(1);
        program.Output.ShouldContain("Limits:AgentId");
        program.Output.ShouldContain("Limits:Name");
        program.Output.ShouldContain("Limits:Unknown");
    }

    [Fact]
    public async Task A_worker_without_servers_says_which_settings_are_missing()
    {
        await using var program = RegistryProgram.Start("RegistryWorker", NoServers.Environment);
        await ShouldFailAsync(program, "ConnectionStrings__RabbitMq, ConnectionStrings__Postgres, ConnectionStrings__Redis");
    }

    private RegistryProgram Start() => RegistryProgram.Start("Standalone", NoServers.Environment, "--data", _data.FullName);

    private static async Task ShouldFailAsync(RegistryProgram program, string word)
    {
        (await program.ExitCodeAsync()).ShouldBe(1, program.Output);
        await Eventually.HoldsAsync(() => program.Output.Contains(word, StringComparison.Ordinal), otherwise: () => program.Output);
        program.Output.Split('\n').Length.ShouldBe(1, program.Output);
    }
}
