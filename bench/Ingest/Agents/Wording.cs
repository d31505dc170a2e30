namespace AgentRegistry.Ingest.Agents;

/// <summary>What agents say of themselves: like speech, a few words are very common and most are not.</summary>
internal static class Wording
{
    private static readonly string[] Words =
        """
        data report file search document customer text order image summary invoice user message team price code market project review test
        account address agenda alert analysis answer approval archive article asset audio audit author backup balance bank benchmark bill
        board booking brand broker browser budget bug build bus calendar call campaign candidate card carrier case catalogue chart chat check
        city claim class client cloud cluster comment commit company compliance contact content contract convert country course cover credit
        currency dashboard database date deadline deal debt delivery demand dependency deploy design device diagram dictionary diet discount
        disease doctor domain draft driver email employee energy entry error estimate event exam exchange expense expert export factory feature
        feedback field film filter finance flight folder food forecast form forum fraud freight fuel game garden gift goal grammar graph grid
        guest guide hardware harvest health holiday hotel house idea import incident income index insurance interview inventory issue job journal
        journey keyword kitchen label laboratory language law lead lease lecture lesson letter library licence list loan log loss machine mail
        manual map material matrix meal meeting memo memory menu metric migration mileage mobile model module money museum music network news
        note novel nurse offer office package page parcel parser partner passport password patch patient payment payroll permit pharmacy phone
        photo picture pipeline plan plant podcast policy portfolio poster prescription presentation printer privacy process product profile
        proposal prototype quality query question queue quiz quote radio rating receipt recipe record recruiting refund region release rent
        repair request research reservation restaurant result return revenue risk road robot route rule salary sale sample scan schedule school
        score script season security sensor server service shelf shift ship shop signal site sketch skill slide soil song source speech sport
        spreadsheet staff statement station statistics stock storage story strategy street student subscription supplier supply support survey
        symptom table task tax taxi teacher template tenant tender theatre ticket timetable title topic tour trace track traffic training
        transcript transfer translation transport travel trend trial truck tutor upload vaccine vehicle vendor venue version video village vote
        voucher wage warehouse warranty water weather website wedding weight wine workflow workshop world
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The same words for the same number.</summary>
    public static string[] Pick(int number, int count)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, count).Select(_ => Words[(int)(Words.Length * random.NextDouble() * random.NextDouble())])];
    }
}
