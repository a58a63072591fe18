using System.CommandLine;
using System.Globalization;
using System.Text;
using Aimi.Cli;
using Aimi.Cli.Adding;
using Aimi.Cli.Chat;

var phrases = new Phrases(Phrases.Choose(asked: null, Environment.GetEnvironmentVariable));
CultureInfo.CurrentUICulture = phrases.Culture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

return await new RootCommand("Aimi") { ChatCommand.Create(phrases), AddCommand.Create(phrases) }.Parse(args).InvokeAsync();
