using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace AgentRegistry.EndToEnd;

/// <summary>Whatever comes in, the answer is a problem that names the field, never a 500, and nothing is stored.</summary>
public abstract class BadInputSpecification(ISystem system)
{
    private readonly ApiClient _api = system.Api;

    public static TheoryData<string, string> FaultyRegistrations => new()
    {
        { "id", Agent(id: "") },
        { "id", Agent(id: new string('a', 129)) },
        { "id", Agent(id: "with space") },
        { "id", Agent(id: "slash/ed") },
        { "id", Agent(id: "control\u0007") },
        { "name", Agent(more: new() { ["name"] = "" }) },
        { "name", Agent(more: new() { ["name"] = new string('n', 129) }) },
        { "name", Agent(more: new() { ["name"] = "bell\u0007" }) },
        { "type", Agent(more: new() { ["type"] = new string('t', 129) }) },
        { "base_url", Agent(more: new() { ["base_url"] = "http://h/" + new string('u', 248) }) },
        { "base_url", Agent(more: new() { ["base_url"] = "ftp://host" }) },
        { "tags", Agent(more: new() { ["tags"] = Enumerable.Repeat("t", 65) }) },
        { "tags[1]", Agent(more: new() { ["tags"] = new[] { "t", "" } }) },
        { "capabilities", Agent(more: new() { ["capabilities"] = Enumerable.Range(0, 513).Select(i => $"c{i}") }) },
        { "capabilities", Agent(more: new() { ["capabilities"] = Enumerable.Range(0, 10_000).Select(i => $"c{i}") }) },
        { "capabilities[0].name", Agent(more: new() { ["capabilities"] = new[] { new string('c', 129) } }) },
        { "capabilities[1].name", Agent(more: new() { ["capabilities"] = new[] { "same", "same" } }) },
        { "metadata", Agent(more: new() { ["metadata"] = new { big = new string('m', 64 << 10) } }) },
        { "metadata", Agent(more: new() { ["metadata"] = "text" }) },
        { "factory.name", Agent(more: new() { ["factory"] = new { parameters = new { } } }) },
        { "factory.name", Agent(more: new() { ["factory"] = new { name = "System.Diagnostics.Process, System" } }) },
        { "factory.parameters", Agent(more: new() { ["factory"] = new { name = "coder", parameters = new[] { 1 } } }) },
        { "factory.parameters", Agent(more: new() { ["factory"] = new { name = "coder", parameters = new { big = new string('p', 64 << 10) } } }) },
        { "factory", Agent(more: new() { ["factory"] = "coder" }) },
        { "heartbeat_interval_seconds", Agent(more: new() { ["heartbeat_interval_seconds"] = 0 }) },
        { "heartbeat_interval_seconds", Agent(more: new() { ["heartbeat_interval_seconds"] = "often" }) },
        { "status", Agent(more: new() { ["status"] = "sleeping" }) },
        { "status", Agent(more: new() { ["status"] = 2 }) },
        { "capabilities", Agent(more: new() { ["capabilities"] = "one" }) },
        { "workspace", Agent(more: new() { ["workspace"] = "*" }) },
    };

    [Theory]
    [MemberData(nameof(FaultyRegistrations))]
    public async Task A_faulty_registration_names_its_field_and_stores_nothing(string field, string body)
    {
        var before = (int?)(await _api.GetAsync("/api/v1/agents?limit=1"))["total"];
        var answer = await _api.PostAsync("/api/v1/agents", body);
        answer.Status.ShouldBe(400, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
        answer.Faults.ShouldContain(field, answer.Text);
        ((int?)(await _api.GetAsync("/api/v1/agents?limit=1"))["total"]).ShouldBe(before);
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var answer = await _api.PostAsync("/api/v1/agents", """{"id":"!","name":"","tags":[""],"heartbeat_interval_seconds":9999}""");
        answer.Faults.ShouldBe(["id", "name", "tags[0]", "heartbeat_interval_seconds"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"id\":\"\\ud800\",\"name\":\"n\"}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"description\":\"nul \\u0000\"}")]
    [InlineData("{\"id\":{},\"name\":[]}")]
    [InlineData("{\"id\":\"a\",\"name\":\"n\",\"capabilities\":[null]}")]
    public async Task What_is_no_registration_gets_400(string body)
    {
        var answer = await _api.PostAsync("/api/v1/agents", body);
        answer.Status.ShouldBe(400, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("output", (1 << 20) + 1, 400)]
    [InlineData("error", (1 << 20) + 1, 400)]
    [InlineData("output", 1 << 20, 200)]
    public async Task An_activity_may_hold_a_mebibyte_of_output_and_of_error(string field, int bytes, int status)
    {
        var id = $"big-{Guid.NewGuid():N}";
        var registered = await _api.PostAsync("/api/v1/agents", Agent(id));
        registered.Status.ShouldBe(201, registered.Text);
        var answer = await _api.PostAsync(
            "/api/v1/agents/activity",
            new Dictionary<string, object>(StringComparer.Ordinal) { ["agent_id"] = id, ["task_id"] = "t", ["status"] = "failed", [field] = new string('o', bytes) });
        answer.Status.ShouldBe(status, answer.Text);
        if (status == 400)
        {
            answer.Faults.ShouldBe([field]);
            ((await _api.GetAsync($"/api/v1/agents/{id}"))["execution_history"]!.AsArray().Count).ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("{\"agent_id\":\"nobody-here\",\"task_id\":\"t\",\"status\":\"success\"}", 404)]
    [InlineData("{\"agent_id\":\"\",\"task_id\":\"t\",\"status\":\"success\"}", 400)]
    [InlineData("{\"agent_id\":\"a\",\"task_id\":\"t\"}", 400)]
    [InlineData("{\"agent_id\":\"a\",\"task_id\":\"t\",\"status\":\"won\"}", 400)]
    [InlineData("{\"agent_id\":\"a\",\"task_id\":\"t\",\"status\":\"success\",\"duration_ms\":-1}", 400)]
    public async Task A_faulty_activity_is_refused(string body, int status) =>
        (await _api.PostAsync("/api/v1/agents/activity", body)).Status.ShouldBe(status);

    [Fact]
    public async Task A_body_over_the_limit_gets_413_without_being_read()
    {
        using var content = new StreamContent(new Zeros(100L << 20));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/agents") { Content = content };
        request.Headers.ExpectContinue = true;
        using var answer = await _api.Http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(413);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("/api/v1/agents?limit=0", 400)]
    [InlineData("/api/v1/agents?limit=1001", 400)]
    [InlineData("/api/v1/agents?limit=ten", 400)]
    [InlineData("/api/v1/agents?offset=-1", 400)]
    [InlineData("/api/v1/agents?status=sleeping", 400)]
    [InlineData("/api/v1/agents?cursor=***", 400)]
    [InlineData("/api/v1/agents?cursor=aaaaaaaaaaaa", 400)]
    [InlineData("/api/v1/stats?workspace=a%20b", 400)]
    [InlineData("/api/v1/agents/a%20b", 400)]
    [InlineData("/api/v1/agents/a%20b/health", 400)]
    [InlineData("/health/a%20b", 400)]
    [InlineData("/api/v1/agents/nobody-here", 404)]
    [InlineData("/api/v1/agents/nobody-here/health", 404)]
    [InlineData("/api/v1/agents/x?history_limit=501", 400)]
    [InlineData("/api/v1/capabilities/search", 400)]
    [InlineData("/api/v1/capabilities/search?q=", 400)]
    [InlineData("/api/v1/capabilities/search?q=%21%3F", 400)]
    [InlineData("/api/v1/memory/search", 400)]
    [InlineData("/api/v1/memory/search?q=x&limit=101", 400)]
    [InlineData("/api/v1/memory/search?q=%00", 400)]
    [InlineData("/api/v1/dead-letters?limit=0", 400)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/nothing", 404)]
    public async Task A_faulty_question_gets_a_problem(string path, int status)
    {
        var answer = await _api.GetAsync(path);
        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/agents", 405)]
    [InlineData("DELETE", "/api/v1/agents/nobody-here", 404)]
    [InlineData("PATCH", "/api/v1/agents/nobody-here/status", 404)]
    [InlineData("PUT", "/api/v1/agents/nobody-here/capabilities", 404)]
    [InlineData("POST", "/api/v1/agents/nobody-here/heartbeat", 410)]
    [InlineData("POST", "/agents/nobody-here/heartbeat", 410)]
    [InlineData("POST", "/api/v1/agents/a%20b/heartbeat", 400)]
    public async Task What_is_not_there_or_not_allowed_gets_a_problem(string method, string path, int status)
    {
        object? body = method switch
        {
            "PATCH" => new { enabled = true },
            "PUT" => new { capabilities = Array.Empty<string>() },
            _ => null,
        };
        var answer = await _api.SendAsync(new HttpMethod(method), path, body);
        answer.Status.ShouldBe(status, answer.Text);
        answer.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Another_media_type_gets_415()
    {
        using var answer = await _api.Http.PostAsync("/api/v1/agents", new StringContent("<agent/>", Encoding.UTF8, "application/xml"));
        ((int)answer.StatusCode).ShouldBe(415);
    }

    private static string Agent(string? id = null, Dictionary<string, object>? more = null)
    {
        var agent = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = id ?? "bad-input", ["name"] = "n" };
        foreach (var (name, value) in more ?? [])
        {
            agent[name] = value;
        }

        return JsonSerializer.Serialize(agent);
    }

    /// <summary>A body that need not lie in memory.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            Position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
