#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view swedish = R"book(
== payment_broken
subject: Betalsidan svarar inte
subject: Kan inte betala i mobilen
open: Jag försöker betala {product} men formuläret bara snurrar. | Kassan hänger sig vid betalningen, jag ville köpa {product}.
open: Jag har skrivit in kortet tre gånger och sidan svarar aldrig.
open: Efter Fortsätt blir betalformuläret helt vitt.
open: Varken kort eller Apple Pay går igenom för {product}.
more: Det är Safari på en iPhone, allt är uppdaterat.
more: Till slut står det att formuläret inte svarade på 12 sekunder.
more: Jag har startat om telefonen.
more: Båda korten fungerar överallt annars.
ask: Kan jag betala på något annat sätt?
ask: Har pengar dragits eller inte?
ask: När fungerar det igen?
ask: Kan ni lägga beställningen åt mig?
agent: Jag beklagar. Formuläret laddas inte i Safari på iPhone just nu. På datorn går det, och varukorgen finns kvar.
agent: Jag har kontrollerat: inget har dragits. Jag har mejlat en betallänk som inte använder formuläret.
agent: Tack för att du försökt så mycket. Det gäller bara iPhone, och jag skriver så fort det är lagat.
agent: Du är tyvärr inte den första i dag. Jag har lagt undan {product} och skickat en länk som går på alla enheter.
survey: Kunde inte betala med min iPhone, tjugo minuter bortkastade.
survey: Kassan var trasig och ingen visste hur länge.

== charged_not_upgraded
subject: Betalat {plan} men kvar på gamla planen
subject: Betalat men platserna saknas
subject: Betalat {plan}, funktioner saknas
subject: Bytet till {plan} gick inte igenom
open: Jag bytte till {plan}, ni drog {amount}, och kontot visar fortfarande den gamla planen. | {amount} för {plan} är dragna men inget har hänt.
open: Jag betalade {amount} för {plan} och kan ändå inte lägga till någon.
open: Jag köpte {plan} för bokningssidorna. De finns inte, men {amount} är dragna.
open: Bytet till {plan} misslyckades men {amount} drogs ändå.
more: Jag har loggat ut och in på två enheter. | På fakturan står {plan}, i appen inte.
more: Två kollegor börjar på måndag utan åtkomst.
more: Vi behöver dem till måndag.
more: Jag vågar inte trycka igen.
ask: Slå på det eller ge tillbaka pengarna, tack.
ask: Hur lång tid tar det?
ask: När får vi dem?
ask: Dras det två gånger om jag försöker igen?
agent: Jag ser dragningen på {amount} och att planen inte följde med. Så ska det inte vara. Jag har begärt återbetalning.
agent: Du har rätt: betalningen gick igenom, bytet inte. Ditt konto står på utvecklarnas lista.
agent: Jag beklagar. Betalningen är bokförd men {plan} slogs inte på. Jag har märkt det som brådskande.
agent: Tryck inte igen, då dras det två gånger. Det gäller en handfull konton och rättningen är på väg.
survey: Betalade för en plan jag aldrig fick. Förklarade tre gånger.
survey: Skickades vidare två gånger för ert eget fel.

== delivery_delayed
subject: Var är beställning {order}?
subject: Försenat paket
open: Spårningen för {order} har inte rört sig på flera dagar. | Beställning {order} ligger på en terminal sedan dagar.
open: Beställning {order} var en present och födelsedagen är förbi.
open: Jag har varit hemma två gånger för {order} och ingen kom.
open: Jag tror att {order} är borta, det har gått {days} dagar.
more: Transportören säger att jag ska fråga avsändaren.
more: Jag vill åtminstone veta dagen.
more: Det låg inte ens en lapp i lådan.
more: Numret finns inte längre hos dem.
ask: Var är det?
ask: När kommer det?
ask: Kan det gå till ett ombud?
ask: Kan ni skicka ett nytt?
agent: Jag har ringt transportören: paketet hölls kvar och går ut i morgon. Ursäkta väntan.
agent: Tråkigt med födelsedagen. Det levereras i morgon och frakten är återbetald.
agent: Jag har styrt om det till närmaste ombud; det finns där på torsdag, i en vecka.
agent: Transportören medger att det är borta. En ny {product} gick i dag med express.
survey: Paketet kom över en vecka sent och ingen sa något.
survey: Fin pryl, hopplös leverans.

== device_trouble
subject: {product} går inte att para
subject: {product} tappar wifi
subject: {product} visar fel dag
subject: {product} fastnar på koden
open: {product} vill inte para med appen.
open: {product} tappar wifi varje natt. | På morgonen är {product} alltid offline.
open: {product} visar gårdagens plan tills jag drar ur kontakten.
open: {product} fastnar på skärmen med koden.
more: Lampan blinkar gult fyra gånger och slocknar.
more: Första veckan gick allt bra.
more: Vid lunch stämmer det oftast.
more: Jag har återställt den två gånger.
ask: Vad mer kan jag prova?
ask: Ser ni orsaken hos er?
ask: Hur får jag den att uppdatera?
ask: Måste jag skicka tillbaka den?
agent: Fyra gula blink betyder att den inte når vår tidsserver, ofta på ett gästnät. Prova huvudnätet.
agent: Veckans firmware rättar det. Jag har skickat den till din enhet, ge den en timme.
agent: Med tidszonen satt för hand missar den dygnsskiftet. Välj Automatiskt under Enhet, Klocka.
agent: Det låter som ett trasigt chip. Jag skickar en ny {product} och en etikett för den gamla.
survey: Panelen är underbar när den fungerar.
survey: Parningen tog en hel kväll.

== import_trouble
subject: Importen stannar
subject: Min gamla kalender
subject: Möten saknas
subject: Återkommande möten
open: Importen stannar på hälften och säger inget mer. | Importen har stått på 48 procent i en timme.
open: Jag får inte in min gamla kalender.
open: Importen gick igenom men hälften av mötena saknas.
open: Alla återkommande möten kom bara en gång.
more: Det är en delad Outlook-kalender med fyra år.
more: Jag exporterade en ICS-fil som guiden säger.
more: Utan de gamla är det ingen nytta för mig.
more: Det är ungefär fyrtio.
ask: Finns det en gräns?
ask: Vad gör jag för fel?
ask: Var är de?
ask: Går det att laga?
agent: Över 20 MB måste det delas. Jag har delat din och startat; du får ett mejl.
agent: Du gör inget fel. Koppla kalendern i stället för att ladda upp filen, då hålls den också aktuell.
agent: Utan krysset vid Allt tas bara tolv månader. Jag har kört om den med alla år.
agent: Det är serier utan slut. Välj Håll serier öppna i sista steget och kör om; dubbletter känns igen.
survey: Jag fick aldrig in min kalender, så jag kom aldrig igång.
survey: Importen är den svaga punkten.

== sync_trouble
subject: Ändringar kommer sent
subject: Synk med Google
subject: Borttagna möten kommer tillbaka
subject: De andra ser inget
open: Det jag ändrar i mobilen syns på andra enheter en timme senare.
open: Google och Wrenfold är inte överens sedan i morse.
open: Möten jag tar bort kommer tillbaka.
open: De andra ser inte mina ändringar förrän de startar om appen.
more: Förr gick det direkt.
more: Jag har inte ändrat något.
more: Jag har två kalendrar kopplade.
more: Det gäller bara den delade tavlan.
ask: Är något fel hos er?
ask: Måste jag koppla om?
ask: Hur blir jag av med dem?
ask: Vad kan vi göra?
agent: Det var kö mellan åtta och tio; den är borta och dina ändringar har kommit fram.
agent: Kopplingen till Google hade gått ut. Jag har skickat en länk för att förnya den.
agent: Två kalendrar skriver på samma tavla. Jag har gjort den ena skrivskyddad.
agent: Dra ner veckan en gång på varje telefon, det tvingar fram synken. Säg till om det händer igen.
survey: Allt dyker upp för sent.
survey: Borttagna möten återuppstår.

== invoice_question
subject: Momsnummer på fakturan
subject: Fråga om fakturan
subject: Fakturor till bokföringen
subject: Kortet nekades
open: Vårt momsnummer saknas på fakturan på {amount}.
open: Jag förstår inte andra raden på fakturan.
open: Kan fakturorna gå direkt till vår bokföring?
open: Mitt kort nekades fast det finns pengar.
more: Annars skickar revisorn tillbaka den.
more: Vi har bara lagt till en plats.
more: Jag hittar bara tre månader i appen.
more: Förra månaden gick {amount} igenom.
ask: Kan ni göra om den?
ask: Vad är den för?
ask: Var ändrar jag det?
ask: Vad gör jag nu?
agent: Den är omgjord med nummer och ny adress och finns under Plan och betalning.
agent: Andra raden är den nya platsens del av månaden. Från nästa månad är det en rad.
agent: Klart: fakturorna går nu också till bokföringen.
agent: Din bank vill ha en bekräftelse. Tryck Försök igen under Plan och betalning och godkänn i bankens app.
survey: En riktig faktura borde inte kräva en chatt.
survey: Jag förstår inte fakturorna.

== how_to
subject: Dela en enda tavla
subject: Dölja helger
subject: Tidigare påminnelser
subject: Färger
open: Hur delar jag en enda tavla med någon utanför?
open: Kan man dölja helgerna i veckovyn?
open: Jag vill att påminnelserna kommer en timme tidigare för alla.
open: Kan en person ha två färger?
more: Hon ska inte se resten av planen.
more: Vi har stängt båda dagarna.
more: Vi är ungefär sex.
more: Förr låg det i menyn, tror jag.
ask: Går det med {plan}?
ask: Var finns det?
ask: Kan man ställa in det på ett ställe?
ask: Eller finns det inte än?
agent: Öppna tavlan, tryck på de tre punkterna, Dela och Gästlänk. Gäster ser bara den tavlan.
agent: Ja: Inställningar, Veckovy, Visade dagar. Det gäller bara dig.
agent: Under Medlemmar: markera namnen, sedan Påminnelser, och ställ in för alla.
agent: Färgen följer kalendern: skapa en andra under Medlemmar och ge den den andra färgen.
survey: Vissa saker är svåra att hitta.
survey: Hjälpen ligger efter appen.

== return_request
subject: Retur {order}
subject: Skicka tillbaka {product}
open: Jag vill lämna tillbaka {product} från beställning {order}.
open: {product} är fin men för stor för hallen.
open: Färgen på {product} är inte som på skärmen.
open: Jag vill hellre ha en mindre panel än {product}.
more: Den ligger kvar i kartongen.
more: Jag har använt den i två dagar.
more: Den passar inte till något.
more: Beställning {order}, om du behöver den.
ask: Hur får jag en etikett?
ask: Hinner jag än?
ask: Kan jag skicka tillbaka den?
ask: Betalar jag mellanskillnaden?
agent: Självklart. Etiketten finns i din mejl. Pengarna kommer fem dagar efter ankomst.
agent: Visst, du har trettio dagar. Etiketten är på väg, originalkartong behövs inte.
agent: Jag förstår. Returen för {order} är öppnad.
agent: Inga problem. Skicka {product} med etiketten; den andra går i dag och vi reglerar skillnaden.
survey: Returen gick lätt, men den passade inte oss.
survey: För stor för vår vägg.

== cancel_request
subject: Säga upp planen
subject: Avsluta abonnemanget
open: Jag vill säga upp till månadens slut.
open: Vi använder det för lite, avsluta abonnemanget tack.
open: Jag hittar inte var man säger upp.
open: Jag vill sluta betala men behålla mina data.
more: Inget emot er, vi är bara färre nu.
more: Vi kom aldrig riktigt igång.
more: Jag har gått igenom alla inställningar.
more: Där finns två års anteckningar.
ask: Kan ni bekräfta?
ask: Finns det någon uppsägningstid?
ask: Kan ni göra det åt mig?
ask: Går det?
agent: Klart, till sista dagen i månaden. Du är välkommen tillbaka när som helst.
agent: Avslutat, utan uppsägningstid. Tack för att du provade.
agent: Det finns bara på webben, längst ner under Plan och betalning. Jag har gjort det åt dig.
agent: Tavlorna kan läsas i ett år och jag har skickat en export av allt.
survey: Vi slutade helt enkelt använda det.
survey: Bra idé, men vi höll inte i.

== slow_reply
subject: Fortfarande inget svar
subject: Andra försöket
open: Jag skrev i går och har inte hört något.
open: Läser någon det här? Mitt meddelande är obesvarat.
open: Det här är mitt andra meddelande om samma sak.
open: Er sida lovar två timmar. Det har gått ett dygn.
more: Jag förstår att ni har mycket, men ett ord skulle hjälpa.
more: I telefon gav jag upp efter tjugo minuter.
more: Chatten ställde mig i kö och stängde sedan.
more: Förr var det annorlunda.
ask: Svara, tack.
ask: När kan jag vänta mig ett svar?
ask: Ska jag skriva någon annanstans?
ask: Vad händer?
agent: Jag beklagar. Den här veckan skrev långt fler än vi hann svara. Nu är jag på det.
agent: Jag är här, och ursäkta tystnaden. Jag har ditt första meddelande framför mig.
agent: Du är på rätt ställe, det tog bara för lång tid. Jag har tagit över.
agent: Du har rätt och jag har ingen ursäkt: vi var för få. Det löses i dag.
survey: Väntade mer än ett dygn på svar.
survey: Det tog en evighet.

== feature_wish
subject: Idé: låsa gamla veckor
subject: Skriva ut en månad
subject: Nattläge för panelen
subject: Språk på bokningssidan
open: Det vore bra att kunna låsa gamla veckor.
open: Jag skulle vilja skriva ut en hel månad på ett papper.
open: Ett mörkare läge för panelen på natten vore fint.
open: Låt gäster välja språk på bokningssidan.
more: Någon flyttar alltid saker i efterhand.
more: Min mor är 81 och vill ha den på kylskåpet.
more: Den hänger utanför sovrummen.
more: Hälften av kunderna läser inte svenska.
ask: Är det på gång?
ask: Vore det mycket jobb?
ask: Finns det något knep?
ask: När kan det komma?
agent: Det gillar jag. Dina ord står på önskelistan, där de som bygger läser dem.
agent: Inte i år, ärligt talat, men du är den fjärde den här månaden och det räknas.
agent: Det provas just nu. Din panel är med och dämpar sig själv från i kväll.
agent: Åtta språk kommer i nästa version. Jag hör av mig.
survey: Jag saknar en månad på papper.
survey: Fler språk på bokningssidan, tack.

== talk
greeting: Hej,
greeting: Hejsan,
greeting: God morgon,
greeting: Hallå,
hello: Hej {name}, det här är {agent}. Jag tittar på det.
hello: Hej, {agent} här. Jag läser ditt meddelande.
hello: Hej {name}, jag heter {agent}. Ett ögonblick.
second: Hej {name}, jag är {agent} och tar över här.
second: Hej, {agent} här. Min kollega har skickat ditt ärende till mig.
repeat: Jag har redan förklarat, men en gång till:
repeat: Måste jag verkligen ta allt igen?
thanks: Toppen, det var det. Tack!
thanks: Perfekt, tack för snabb hjälp.
thanks: Det funkar. Ha en bra dag.
grumble: Det hjälper mig inte riktigt.
grumble: Jaha, vänta igen.
grumble: Jag hade hoppats på mer.
dear: Hej {name},
dear: God dag {name},
looking: tack för ditt meddelande. Jag tittar på det med kollegorna och återkommer när jag vet mer.
looking: jag har läst ditt meddelande och frågar dem som kan det här.
close: Skriv om något är oklart.
close: Säg till om det inte fungerar.
regards: Hälsningar, {full_name}
regards: Vänligen, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Hälsningar, {agent}

== ask
nps: Hur troligt är det att du rekommenderar Wrenfold?
csat: Hur nöjd är du med vår hjälp?
leaving: Varför slutar du?

== nps
high: Hela familjen tittar äntligen på samma plan.
high: Inte ett missat möte sedan den kom upp på väggen.
high: Våra måndagar har blivit lugna.
high: Enkelt, snyggt och gör vad det ska.
mid: Bra, med lite skavanker.
mid: Gillar den, men billig är den inte.
mid: Gör jobbet.
low: Jag väntade mig mer för pengarna.
low: Jag skulle tänka mig för nästa gång.

== nps_more
high: Fortsätt så.
high: Till och med pappa använder den.
high: Och supporten är vänlig.
mid: Sökningen kunde vara bättre.
mid: Jag saknar utskrift.
low: Jag hade hoppats på bättre support.
low: För krångligt för oss.

== csat
good: {agent} var snabb och vänlig.
good: Löst på några minuter, tack.
good: Tydligt svar, precis vad jag behövde.
okay: Till slut gick det.
okay: Vänligt, men jag fick fråga två gånger.
bad: Mitt problem är kvar.
bad: Jag fick ett standardsvar.
slow: Alldeles för lång väntan på första svaret.
slow: Bra svar, men ett dygn för sent.
slow: Ni har varit snabbare.
passed: Skickades vidare och fick börja om.
passed: Två personer, samma frågor.

== leaving
price: För dyrt för vad vi använder.
price: En gratis kalender räcker.
unused: Knappt öppnat den på sistone.
unused: Jag är tillbaka på papper.
onboarding: Jag fick aldrig in min kalender.
onboarding: För mycket att ställa in på egen hand.
service: För många småfel och sena svar.
service: Jag väntade för länge på hjälp.
switched: Nya jobbet använder något annat.
billing: Betalade för en plan jag aldrig fick.
closed: Jag lägger ner firman.

== mail
welcome: Välkommen, {name}. Din vecka börjar här
invitation: Du är inbjuden till en delad plan
import_reminder: {name}, ta med din kalender
trial_ending: Tre dagar kvar av provtiden
receipt: Ditt kvitto från Wrenfold
order_confirmation: Beställning {order} är bekräftad
shipped: Beställning {order} är på väg
survey: En fråga, {name}
winback: Dina tavlor finns kvar
upgrade_hint: Planerar ni fler?
newsletter: Månadsvecket: planer som håller januari ut
newsletter: Månadsvecket: nio personer, ett kök
newsletter: Månadsvecket: vår på väggen
newsletter: Månadsvecket: bokningssidor som inte stör
newsletter: Månadsvecket: möteslösa förmiddagar
newsletter: Månadsvecket: en sommar utan dubbelbokningar
newsletter: Månadsvecket: vad semestern lär om listor
newsletter: Månadsvecket: lugn skolstart
newsletter: Månadsvecket: dörrskyltar för små kontor
newsletter: Månadsvecket: den tysta höstversionen
newsletter: Månadsvecket: presenter som visar tiden
newsletter: Månadsvecket: ett år av fyra tusen veckor

== page
home: En plan för alla
features: Funktioner
pricing: Planer och priser
families: För familjer
teams: För team
stories: Berättelser
blog: Tjugo minuters ordning på söndagen
blog: Så delar nio personer ett kök
blog: Bokningssidor som inte stör
blog: Därför ska planen upp på väggen
blog: Möteslösa förmiddagar
blog: Vad 4 000 veckor har lärt oss
shop: Butik
cart: Varukorg
checkout: Kassa
confirmation: Tack
help: Importera din kalender
help: Para en panel
help: Byta plan
help: Dela en tavla
help: Därför kommer möten sent
help: Returer och återbetalning
signup: Skapa konto
login: Logga in
app_week: Denna vecka
app_boards: Tavlor
app_bookings: Bokningar
app_members: Medlemmar
app_billing: Plan och betalning
app_import: Import
app_lists: Listor
)book";

}  // namespace throughline::demo::texts
