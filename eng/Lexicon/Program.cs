using System.IO.Compression;
using System.Numerics.Tensors;
using AgentRegistry.Lexicon;

const int MostRelated = 16;
const float LeastSimilar = 0.6f;

if (args is not [var folder, var file])
{
    Console.Error.WriteLine("Makes the table of related words from WordNet: Lexicon FOLDER FILE, with the folder of data.noun and its neighbours.");
    return 2;
}

var texts = MeaningTexts.Of(WordNet.Read(folder));
var vectors = LatentSpace.Vectors(texts);
var related = new (int Term, float Similarity)[vectors.Length][];
Parallel.For(0, vectors.Length, term => related[term] = Nearest(term));

// Its reader is RelatedWords of src/Discovery.
using var writer = new BinaryWriter(new BrotliStream(File.Create(file), CompressionLevel.SmallestSize));
writer.Write(texts.Terms.Length);
foreach (var term in texts.Terms)
{
    writer.Write(term);
}

foreach (var row in related)
{
    writer.Write((byte)row.Length);
    foreach (var (term, similarity) in row)
    {
        writer.Write7BitEncodedInt(term);
        writer.Write((byte)MathF.Round(similarity * byte.MaxValue));
    }
}

Console.WriteLine($"{texts.Terms.Length:#,0} words, {related.Sum(row => row.Length):#,0} pairs of related words, from {texts.Texts.Length:#,0} meanings");
return 0;

(int Term, float Similarity)[] Nearest(int term) =>
[
    .. Enumerable.Range(0, vectors.Length)
        .Where(other => other != term)
        .Select(other => (Term: other, Similarity: TensorPrimitives.Dot<float>(vectors[term], vectors[other])))
        .Where(one => one.Similarity >= LeastSimilar)
        .OrderByDescending(one => one.Similarity)
        .Take(MostRelated),
];
