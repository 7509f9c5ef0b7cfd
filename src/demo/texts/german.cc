#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view german = R"book(
== payment_broken
subject: Zahlungsseite reagiert nicht
subject: Kann am Handy nicht bezahlen
open: Ich möchte {product} bezahlen, aber das Zahlungsformular dreht sich nur im Kreis. | Ihr Bezahlvorgang hängt beim Schritt Zahlung, ich wollte {product} kaufen.
open: Ich habe meine Karte jetzt dreimal eingegeben, und die Zahlungsseite antwortet nie. | Dritter Versuch zu bezahlen, dritter Fehlschlag.
open: Nach Weiter bleibt das Zahlungsformular einfach weiß. | Bis zur Zahlung komme ich, dann ist da nur noch ein weißes Feld.
open: Weder Karte noch Apple Pay gehen bei {product} durch. | Heute nimmt Ihr Shop bei mir weder Karte noch Apple Pay.
more: Es ist Safari auf dem iPhone, alles aktuell. | Ich bin am iPhone, in Safari.
more: Irgendwann steht da, das Formular habe 12 Sekunden lang nicht geantwortet. | Am Ende kommt eine Meldung über eine Zeitüberschreitung.
more: Neu gestartet habe ich das iPhone auch schon. | Auf dem Android-Handy meiner Frau kam ich weiter.
more: Beide Karten funktionieren sonst überall. | Falls es wichtig ist: iPhone.
ask: Kann ich anders bezahlen? | Gibt es einen anderen Weg?
ask: Wurde nun etwas abgebucht? | Bitte stellen Sie sicher, dass nicht dreimal abgebucht wird.
ask: Wann geht das wieder? | Sagen Sie mir Bescheid, wenn es läuft?
ask: Können Sie die Bestellung für mich anlegen? | Geht es auch ohne das Formular?
agent: Das tut mir leid. In Safari auf dem iPhone lädt das Formular zurzeit nicht. Am Computer geht es, Ihr Warenkorb ist noch da.
agent: Ich habe nachgesehen: Es wurde nichts abgebucht, auch nicht einmal. Einen Zahlungslink ohne dieses Formular habe ich Ihnen gemailt.
agent: Danke fürs Probieren, das hilft uns. Betroffen sind nur iPhones, unsere Entwickler sind dran, und ich schreibe Ihnen, sobald es läuft.
agent: Sie sind heute leider nicht die Erste. Ich habe {product} zurückgelegt und Ihnen einen Link geschickt, mit dem es auf jedem Gerät geht.
survey: Konnte mit dem iPhone nicht bezahlen, zwanzig Minuten verloren.
survey: Der Bezahlvorgang war kaputt, und niemand wusste, wann er wieder geht.
survey: Ich wollte Geld ausgeben und durfte nicht.

== charged_not_upgraded
subject: {plan} bezahlt, aber noch der alte Tarif
subject: Upgrade bezahlt, Plätze fehlen
subject: {plan} bezahlt, Funktionen fehlen
subject: Upgrade auf {plan} nicht übernommen
open: Ich habe auf {plan} gewechselt, {amount} wurden abgebucht, und mein Konto zeigt noch den alten Tarif. | {amount} für {plan} sind weg, in der App hat sich nichts geändert.
open: Ich habe {amount} für {plan} bezahlt und kann trotzdem niemanden hinzufügen. | Wegen der Plätze haben wir {plan} genommen. Das Geld ist weg, die Grenze ist noch da.
open: Wegen der Buchungsseiten habe ich {plan} gekauft. Sie sind nicht da, die {amount} schon abgebucht. | Für {plan} zahle ich {amount} und sehe keine einzige neue Funktion.
open: Der Wechsel auf {plan} hat nicht geklappt, abgebucht wurden {amount} trotzdem. | Einmal auf Upgrade gedrückt, {amount} bezahlt, alter Tarif.
more: Ab- und wieder angemeldet habe ich mich auf zwei Geräten. | Auf der Rechnung steht {plan}, in der App nicht.
more: Am Montag fangen zwei Kolleginnen an und haben keinen Zugang. | Da steht weiterhin, alle Plätze seien vergeben.
more: Wir brauchen sie bis Montag. | Unseren Kunden habe ich sie schon angekündigt.
more: Noch einmal drücke ich lieber nicht. | Jetzt wird mir dasselbe Upgrade wieder angeboten.
ask: Bitte schalten Sie es frei oder geben Sie mir das Geld zurück. | Kann sich das bitte jemand ansehen?
ask: Wie lange dauert das? | Können Sie die Plätze von Hand eintragen?
ask: Bitte noch heute. | Wann kann ich damit rechnen?
ask: Werde ich beim zweiten Mal wieder belastet? | Was soll ich jetzt tun?
agent: Ich sehe die Abbuchung über {amount}, und dass der Tarif nicht mitgekommen ist. Das darf nicht sein. Ich habe die Rückzahlung veranlasst.
agent: Sie haben recht, die Zahlung ging durch, die Änderung nicht. Ihr Konto steht bei unseren Entwicklern auf der Liste.
agent: Das tut mir leid. Die Zahlung ist gebucht, und {plan} wurde nicht freigeschaltet. Ich habe es als dringend markiert.
agent: Bitte nicht noch einmal drücken, sonst wird doppelt abgebucht. Es betrifft eine Handvoll Konten, die Korrektur ist unterwegs.
survey: Für ein Upgrade bezahlt, das ich nie bekam. Dreimal erklärt.
survey: Geld genommen, alten Tarif gelassen.
survey: Zweimal weitergereicht wegen eines Fehlers, der Ihrer ist.

== delivery_delayed
subject: Wo bleibt Bestellung {order}?
subject: Paket verspätet
open: Bei Bestellung {order} bewegt sich seit Tagen nichts. | Bestellung {order} liegt seit Tagen im Verteilzentrum.
open: Bestellung {order} sollte ein Geschenk sein, der Geburtstag ist vorbei. | {product} aus Bestellung {order} ist ein Geschenk, und es fehlt.
open: Zweimal bin ich für {order} zu Hause geblieben, niemand kam. | Der Bote war angeblich zweimal da, geklingelt hat es nie.
open: Ich glaube, Bestellung {order} ist verloren gegangen. | Seit {days} Tagen soll {product} unterwegs sein.
more: Der Paketdienst sagt, ich solle den Absender fragen. | Laut Paketdienst wartet es auf irgendetwas.
more: Ich wüsste wenigstens gern den Tag. | Meine Schwester fragt schon nicht mehr.
more: Nicht einmal eine Karte lag im Briefkasten. | Dafür habe ich mir freigenommen.
more: Die Sendungsnummer kennt der Paketdienst nicht mehr. | Die letzte Spur ist aus einer anderen Stadt.
ask: Wo ist es? | Können Sie nachforschen?
ask: Wann kommt es? | Kommt es noch diese Woche?
ask: Kann es in einen Paketshop? | Darf es zu den Nachbarn?
ask: Schicken Sie ein neues? | Wenn es weg ist, bitte Ersatz oder das Geld zurück.
agent: Ich habe beim Paketdienst angerufen: Es wurde aufgehalten und geht morgen wieder raus. Entschuldigen Sie die Warterei.
agent: Das mit dem Geburtstag tut mir leid. Morgen wird zugestellt, die Versandkosten habe ich Ihnen erstattet.
agent: Ich habe es in den nächsten Paketshop umleiten lassen; ab Donnerstag liegt es dort eine Woche lang.
agent: Der Paketdienst gibt zu, dass es weg ist. {product} geht heute noch einmal per Express an Sie raus.
survey: Das Paket kam über eine Woche zu spät, und keiner sagte Bescheid.
survey: Lieferung endlos, Sendungsverfolgung nutzlos.
survey: Schönes Gerät, schlimmer Versand.

== device_trouble
subject: {product} lässt sich nicht koppeln
subject: {product} verliert das WLAN
subject: {product} zeigt den falschen Tag
subject: {product} hängt beim Code
open: {product} lässt sich nicht mit der App koppeln. | Ich bekomme {product} nicht gekoppelt.
open: Jede Nacht verliert {product} das WLAN. | Morgens ist {product} immer offline.
open: {product} zeigt den Plan von gestern, bis ich den Stecker ziehe. | Am Morgen steht auf {product} noch der Vortag.
open: {product} bleibt beim Bildschirm mit dem Code stehen. | Über den Code komme ich bei {product} nicht hinaus.
more: Das Licht blinkt viermal gelb und geht aus. | Auch direkt neben dem Router geht es nicht.
more: In der ersten Woche lief alles. | Alles andere im Haus bleibt online.
more: Laut App ist die Firmware aktuell. | Gegen Mittag stimmt es dann meistens.
more: Zurückgesetzt habe ich es zweimal. | Der Code wird angenommen, dann kommt derselbe wieder.
ask: Was kann ich noch probieren? | Ist es kaputt, oder liegt es an mir?
ask: Gibt es dafür eine Einstellung? | Sehen Sie bei sich einen Grund?
ask: Wie bringe ich es zum Aktualisieren? | Kann man das beheben?
ask: Muss ich es einschicken? | Soll ich es zurückgeben?
agent: Viermal Gelb heißt, dass es unseren Zeitserver nicht erreicht, oft wegen eines Gastnetzes. Probieren Sie bitte das Hauptnetz.
agent: Seit dieser Woche gibt es eine Firmware, die das behebt. Ich habe sie auf Ihr Gerät geschoben, geben Sie ihr eine Stunde.
agent: Bei fest eingestellter Zeitzone verpasst es den Tageswechsel. Bitte unter Gerät, Uhr auf Automatisch stellen.
agent: Das klingt nach einem defekten Chip. Ein neues {product} ist unterwegs, mit einem Etikett für das alte.
survey: Das Panel ist wunderbar, wenn es läuft.
survey: Das Koppeln hat einen ganzen Abend gekostet.
survey: Jede zweite Nacht ist das Panel offline.

== import_trouble
subject: Import bleibt stehen
subject: Alten Kalender übernehmen
subject: Nach dem Import fehlen Termine
subject: Serientermine
open: Der Import bleibt etwa bei der Hälfte stehen und sagt nichts mehr. | Seit einer Stunde steht der Import bei 48 Prozent.
open: Ich bekomme meinen alten Kalender nicht zu Ihnen. | Wie kommen meine alten Termine hier herein?
open: Der Import lief durch, aber die Hälfte der Termine fehlt. | Nach dem Import sehe ich dieses Jahr, aber nichts davor.
open: Alle Serientermine kamen als einzelne an. | Die wöchentlichen Treffen stehen genau einmal da.
more: Es ist ein gemeinsamer Outlook-Kalender mit rund vier Jahren. | Die Datei hat 31 MB.
more: Exportiert habe ich eine ICS-Datei, wie es in der Anleitung steht. | Gefragt wird nach einer Adresse, ich habe nur eine Datei.
more: Ohne die alten Termine nützt mir das Ganze nichts. | Ich brauche sie für die Abrechnung.
more: Es sind etwa vierzig. | Die tippe ich nicht alle neu.
ask: Gibt es eine Grenze? | Können Sie es für mich einspielen?
ask: Was mache ich falsch? | Kann mir das jemand zeigen?
ask: Wo sind sie? | Bekomme ich den Rest auch hinein?
ask: Lässt sich das reparieren? | Kann ich es wiederholen, ohne dass alles doppelt ist?
agent: Kalender über 20 MB müssen in zwei Teilen kommen. Ich habe Ihren geteilt und gestartet, Sie bekommen eine Mail.
agent: Sie machen nichts falsch. Verbinden Sie den Kalender, statt die Datei hochzuladen; so bleibt er auch aktuell.
agent: Ohne das Häkchen bei Alles kommen nur zwölf Monate. Ich habe es für Sie mit allen Jahren wiederholt.
agent: Es liegt an Serien ohne Ende. Bitte im letzten Schritt Serien offen lassen wählen und wiederholen; Doppelte werden erkannt.
survey: Mein Kalender kam nie hinein, also habe ich nie richtig angefangen.
survey: Der Import ist die Schwachstelle.
survey: Nach dem Import fehlte die Hälfte.

== sync_trouble
subject: Änderungen kommen spät an
subject: Abgleich mit Google
subject: Gelöschte Termine kommen wieder
subject: Die anderen sehen nichts
open: Was ich am Handy ändere, ist erst nach einer Stunde überall. | Änderungen brauchen rund eine Stunde bis auf die anderen Geräte.
open: Seit heute früh sind Google und Wrenfold sich nicht mehr einig. | Aus Google kommen keine Termine mehr an.
open: Termine, die ich lösche, kommen zurück. | Denselben Termin habe ich jetzt viermal gelöscht.
open: Die anderen sehen meine Einträge erst nach einem Neustart der App. | Was ich eintrage, kommt bei den anderen nicht an.
more: Früher ging das sofort. | Angefangen hat es letzte Woche.
more: Bei mir hat sich nichts geändert. | In die andere Richtung geht auch nichts.
more: Ich habe zwei Kalender verbunden, falls das zählt. | Immer die vom gemeinsamen Board.
more: Nur das gemeinsame Board macht das. | Wir haben deswegen einen Termin verpasst.
ask: Ist bei Ihnen etwas los? | Kann ich den Abgleich anstoßen?
ask: Muss ich neu verbinden? | Können Sie die Verbindung prüfen?
ask: Wie werde ich die los? | Schauen Sie einmal in mein Konto?
ask: Was können wir tun? | Ist das bekannt?
agent: Heute zwischen acht und zehn gab es einen Rückstau. Er ist abgebaut, Ihre Änderungen sind durch.
agent: Die Verbindung zu Google war abgelaufen. Mit dem Link, den ich Ihnen geschickt habe, ist sie erneuert und alles wieder sofort da.
agent: Zwei Kalender schreiben auf dasselbe Board und heben sich auf. Einen habe ich auf nur Lesen gestellt.
agent: Bitte ziehen Sie die Woche auf jedem Handy einmal nach unten, das erzwingt den Abgleich. Hängt es wieder, nennen Sie mir die Uhrzeit.
survey: Alles erscheint zu spät auf den anderen Geräten.
survey: Gelöschte Termine stehen wieder auf.
survey: Der Abgleich ist langsam geworden.

== invoice_question
subject: USt-IdNr. auf der Rechnung
subject: Frage zur Rechnung
subject: Rechnungen an die Buchhaltung
subject: Karte abgelehnt
open: Auf der letzten Rechnung fehlt unsere USt-IdNr. | Ich brauche unsere USt-IdNr. auf der Rechnung über {amount}.
open: Die zweite Zeile auf meiner Rechnung verstehe ich nicht. | Die Rechnung ist diesen Monat höher als {amount}.
open: Können die Rechnungen direkt an unsere Buchhaltung gehen? | Ich leite jede Rechnung von Hand weiter.
open: Meine Karte wurde abgelehnt, obwohl sie gedeckt ist. | Bei Ihnen heißt es, meine Karte sei abgelehnt worden.
more: Sonst schickt der Steuerberater sie zurück. | Die Anschrift ist auch noch die alte.
more: Dazugekommen ist nur ein Platz. | Es ist wenig, aber ich wüsste es gern.
more: In der App finde ich nur die letzten drei Monate. | Sie braucht sie bis zum Fünften.
more: Letzten Monat gingen die {amount} noch durch. | Die Bank sagt, es kam nie eine Anfrage.
ask: Stellen Sie sie neu aus? | Wo trage ich sie ein?
ask: Wofür ist das? | Können Sie es erklären?
ask: Wo stelle ich das ein? | Geht das automatisch?
ask: Und nun? | Versuchen Sie es noch einmal?
agent: Sie ist mit Nummer und neuer Anschrift neu ausgestellt und liegt unter Tarif und Rechnung.
agent: Die zweite Zeile ist der angebrochene Monat für den neuen Platz. Ab dem nächsten ist es eine Zeile.
agent: Erledigt: Rechnungen gehen jetzt auch an die Buchhaltung, die älteren sind unterwegs.
agent: Ihre Bank verlangt eine Bestätigung. Unter Tarif und Rechnung auf Wiederholen drücken und in der Bank-App bestätigen.
survey: Für eine ordentliche Rechnung sollte man nicht chatten müssen.
survey: Die Rechnungen verstehe ich nicht.
survey: Alles gut, bis auf die Rechnungen.

== how_to
subject: Ein einzelnes Board teilen
subject: Wochenenden ausblenden
subject: Frühere Erinnerungen
subject: Farben
open: Wie teile ich ein einzelnes Board mit jemandem von außen? | Kann ein Gast nur ein Board sehen und sonst nichts?
open: Kann man in der Wochenansicht die Wochenenden ausblenden? | Meine Woche soll am Freitag enden.
open: Die Erinnerungen sollen für alle eine Stunde früher kommen. | Lassen sich die Erinnerungen für alle auf einmal vorziehen?
open: Kann eine Person zwei Farben haben? | Wie bekommen meine privaten Termine eine andere Farbe?
more: Den Rest unseres Plans soll sie nicht sehen. | Ich finde nur die Einladung als volles Mitglied.
more: An beiden Tagen haben wir zu. | In den Einstellungen habe ich gesucht.
more: Wir sind etwa sechs Leute. | Ich will nicht jeden einzeln bitten.
more: Früher stand das im Menü, glaube ich. | Die Hilfe zeigt eine ältere Fassung.
ask: Geht das mit dem Tarif {plan}? | Wo finde ich das?
ask: Wo ist das? | Geht das?
ask: Kann ich das an einer Stelle einstellen? | Wie mache ich das?
ask: Oder gibt es das noch nicht? | Gibt es einen Kniff?
agent: Board öffnen, auf die drei Punkte tippen, Teilen, dann Gastlink. Gäste sehen dieses Board und sonst nichts.
agent: Ja: Einstellungen, Wochenansicht, Gezeigte Tage. Es gilt nur für Sie.
agent: Das steht unter Mitglieder: Namen ankreuzen, dann Erinnerungen, und für alle zugleich setzen.
agent: Farben hängen am Kalender: Legen Sie unter Mitglieder einen zweiten für sich an und geben Sie ihm die andere Farbe.
survey: Manches ist schwer zu finden.
survey: Kann viel, aber ich musste nach allem fragen.
survey: Die Hilfe hinkt der App hinterher.

== return_request
subject: Rücksendung {order}
subject: {product} zurückgeben
open: Ich möchte {product} aus Bestellung {order} zurückgeben. | Bestellung {order} soll zurück.
open: {product} ist schön, aber zu groß für unseren Flur. | Für {product} ist keine unserer Wände breit genug.
open: Die Farbe von {product} ist anders als auf dem Bildschirm. | Die Eiche von {product} ist dunkler als auf den Bildern.
open: Ich hätte lieber ein kleineres Panel als {product}. | Kann ich {product} umtauschen?
more: Es ist noch im Karton, alles dabei. | Eingeschaltet habe ich es nicht einmal.
more: Zwei Tage habe ich es benutzt. | Hätte ich nur vorher gemessen.
more: Es passt zu gar nichts. | Sonst ist alles in Ordnung.
more: Bestellung {order}, falls Sie sie brauchen. | Es ist wie neu.
ask: Wie bekomme ich ein Etikett? | Was muss ich tun?
ask: Geht das noch? | Wie lange dauert die Erstattung?
ask: Nehmen Sie es zurück? | Gibt es ein helleres?
ask: Ist das möglich? | Zahle ich die Differenz?
agent: Gern. Das Etikett ist in Ihrem Postfach, abgeben können Sie es überall. Fünf Tage nach Ankunft ist das Geld da.
agent: Sicher, Sie haben dreißig Tage. Das Etikett ist unterwegs, der Originalkarton muss nicht sein.
agent: Das verstehe ich. Die Rücksendung zu {order} ist angelegt, und die Bilder gebe ich dem Shop weiter.
agent: Kein Problem. {product} mit dem Etikett zurück, das andere geht heute raus, die Differenz verrechnen wir.
survey: Die Rückgabe lief glatt, das Gerät war nichts für uns.
survey: Zu groß für unsere Wand, und die Erstattung hat gedauert.
survey: Schönes Produkt, falsche Größe.

== cancel_request
subject: Kündigung
subject: Bitte Abo beenden
open: Ich möchte zum Monatsende kündigen. | Bitte beenden Sie {plan} zum Monatsende.
open: Wir nutzen es zu wenig, bitte beenden Sie das Abo. | Seit Wochen liegt es ungenutzt da.
open: Ich finde die Kündigung nicht. | Wo ist der Knopf zum Kündigen?
open: Ich will nicht mehr zahlen, aber die Daten behalten. | Was wird aus meinen Boards, wenn ich kündige?
more: Es liegt nicht an Ihnen, wir sind nur weniger geworden. | Es war eine gute Zeit.
more: Richtig eingerichtet haben wir es nie. | Die anderen haben nie mitgemacht.
more: Alle Einstellungen bin ich durchgegangen. | Die App bietet mir nur größere Tarife an.
more: Es sind zwei Jahre Notizen. | Vielleicht komme ich nächste Saison wieder.
ask: Bestätigen Sie es mir? | Bitte eine kurze Nachricht.
ask: Gibt es eine Frist? | Wann wird zuletzt abgebucht?
ask: Machen Sie das für mich? | Wo steht es?
ask: Geht das? | Kann ich sie exportieren?
agent: Erledigt, zum letzten Tag des Monats. Sie können jederzeit wiederkommen.
agent: Beendet, ohne Frist und ohne weitere Abbuchung. Danke, dass Sie es versucht haben.
agent: Es geht nur im Web, unter Tarif und Rechnung, ganz unten. Ich habe es jetzt für Sie getan.
agent: Ihre Boards bleiben ein Jahr lesbar, und einen Export von allem habe ich Ihnen geschickt.
survey: Wir haben es einfach nicht mehr benutzt.
survey: Nie richtig eingerichtet, darum weg.
survey: Gute Idee, aber nicht drangeblieben.

== slow_reply
subject: Noch keine Antwort
subject: Zweiter Versuch
open: Gestern habe ich geschrieben und nichts gehört. | Ein Tag ist um seit meiner Nachricht.
open: Liest das jemand? Meine letzte Nachricht ist unbeantwortet. | Hallo? Ist da jemand?
open: Das ist meine zweite Nachricht zur selben Sache. | Ich schreibe noch einmal, weil niemand antwortet.
open: Auf Ihrer Seite stehen zwei Stunden. Es ist ein Tag. | Antwort in zwei Stunden, heißt es bei Ihnen.
more: Ich verstehe, dass viel los ist, aber ein Wort wäre gut. | Ein kurzes Zeichen würde reichen.
more: Am Telefon habe ich nach zwanzig Minuten aufgegeben. | Das Telefon ist auch nicht besser.
more: Der Chat stellte mich an und ging dann zu. | Im Chat war ich Nummer 34.
more: Das war bei Ihnen einmal anders. | Ich bezahle dafür.
ask: Bitte antworten Sie. | Bitte melden Sie sich heute.
ask: Wann darf ich mit einer Antwort rechnen? | Kann mir jemand sagen, wann?
ask: Soll ich woandershin schreiben? | Was kann ich noch tun?
ask: Was ist los? | Ist etwas passiert?
agent: Es tut mir leid. Diese Woche schrieben viel mehr, als wir beantworten konnten. Jetzt bin ich da und bleibe dran.
agent: Ja, ich bin da, und entschuldigen Sie die Stille. Ihre erste Nachricht habe ich vor mir.
agent: Sie sind hier richtig, es hat nur zu lange gedauert. Ich habe Ihren Fall übernommen.
agent: Sie haben recht, und eine Ausrede habe ich nicht: Wir waren zu wenige. Heute wird es erledigt.
survey: Über einen Tag auf Antwort gewartet.
survey: Der Support war einmal großartig, dann antwortete niemand.
survey: Ewig auf eine Antwort gewartet.

== feature_wish
subject: Idee: vergangene Wochen sperren
subject: Einen Monat drucken
subject: Nachtmodus fürs Panel
subject: Sprachen auf der Buchungsseite
open: Es würde helfen, wenn man vergangene Wochen sperren könnte. | Bitte lassen Sie uns abgelaufene Wochen abschließen.
open: Ich würde gern einen ganzen Monat auf eine Seite drucken. | Ein Monat auf einem Blatt wäre schön.
open: Ein dunklerer Modus fürs Panel bei Nacht wäre schön. | Nachts ist das Panel zu hell.
open: Gäste sollten auf der Buchungsseite die Sprache wählen können. | Unsere Buchungsseite gibt es nur auf Deutsch.
more: Irgendwer verschiebt immer nachträglich etwas. | Danach rechnen wir die Stunden ab.
more: Meine Mutter ist 81 und hat es gern am Kühlschrank. | Jeden Freitag machen wir das von Hand.
more: Es hängt im Flur vor den Schlafzimmern. | Im Wartezimmer leuchtet es die ganze Nacht.
more: Die Hälfte unserer Kunden spricht kein Deutsch. | Uns entgehen Buchungen dadurch.
ask: Ist das geplant? | Geben Sie es weiter?
ask: Wäre das viel Arbeit? | Geht es schon irgendwie?
ask: Gibt es einen Kniff? | Könnte das kommen?
ask: Wann könnte das kommen? | Dafür würde ich auch etwas mehr bezahlen.
agent: Das gefällt mir. Ihre Worte stehen auf der Wunschliste, dort lesen sie die Leute, die es bauen.
agent: Ehrlich gesagt nicht in diesem Jahr, aber Sie sind diesen Monat schon die Vierte, und das zählt.
agent: Das wird gerade erprobt. Ihr Panel ist jetzt dabei und dimmt sich ab heute Abend selbst.
agent: Acht Sprachen kommen mit der nächsten Version. Ich schreibe Ihnen, wenn sie da sind.
survey: Mir fehlt ein ordentlicher Monat auf Papier.
survey: Bitte ein dunklerer Nachtmodus.
survey: Die Buchungsseite braucht mehr Sprachen.

== talk
greeting: Guten Tag,
greeting: Hallo,
greeting: Guten Morgen,
greeting: Hallo zusammen,
greeting: Liebes Wrenfold-Team,
hello: Hallo {name}, hier ist {agent}. Ich sehe mir das an.
hello: Guten Tag, {agent} hier. Ich lese gerade, was Sie geschrieben haben.
hello: Hallo {name}, ich bin {agent}. Einen Moment bitte.
hello: Guten Tag {name}, danke fürs Warten. {agent} hier, ich schaue nach.
second: Guten Tag {name}, ich bin {agent} und übernehme hier.
second: Hallo {name}, hier {agent}. Das ist von einem Kollegen zu mir gekommen.
second: {agent} hier, ich kümmere mich um solche Fälle.
repeat: Das habe ich eben schon erklärt, aber noch einmal:
repeat: Muss ich wirklich alles noch einmal sagen?
repeat: Wie ich schon geschrieben habe:
thanks: Super, das war es. Danke!
thanks: Prima, danke für die schnelle Hilfe.
thanks: Klappt. Schönen Tag noch.
thanks: Wunderbar, vielen Dank.
thanks: Ach so, verstehe. Danke.
grumble: Das hilft mir nicht wirklich.
grumble: Dann warte ich eben wieder.
grumble: Ich hatte mir mehr erhofft.
grumble: Na gut, zufrieden bin ich nicht.
dear: Guten Tag {name},
dear: Hallo {name},
dear: Guten Morgen {name},
looking: danke für Ihre Nachricht. Ich kläre das mit meinen Kollegen und melde mich, sobald ich mehr weiß.
looking: ich habe gelesen, was Sie schreiben, und frage das Team, das sich damit auskennt.
looking: danke für die Einzelheiten. Ich muss das weitergeben; jemand schreibt Ihnen.
close: Schreiben Sie gern zurück, wenn etwas unklar ist.
close: Sagen Sie Bescheid, wenn es nicht klappt.
close: Ich hoffe, das hilft.
regards: Viele Grüße, {full_name}
regards: Mit freundlichen Grüßen, {full_name}
regards: Danke und Gruß, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Herzlich, {agent}
agent_regards: Viele Grüße, {agent} von Wrenfold

== ask
nps: Wie wahrscheinlich empfehlen Sie Wrenfold weiter?
csat: Wie zufrieden sind Sie mit unserer Hilfe?
leaving: Warum gehen Sie?

== nps
high: Die ganze Familie schaut endlich auf denselben Plan.
high: Seit es an der Wand hängt, haben wir keinen Termin verpasst.
high: Unsere Montage sind ruhig geworden.
high: Einfach, schön, und es tut, was es soll.
high: Die Buchungsseite spart mir jeden Tag eine Stunde.
mid: Gut, mit Ecken und Kanten.
mid: Gefällt mir, ist aber nicht billig.
mid: Tut seinen Dienst.
mid: Am Handy etwas langsam.
mid: Wir nutzen etwa die Hälfte.
low: Für den Preis hatte ich mehr erwartet.
low: Ich würde es mir beim nächsten Mal überlegen.
low: So etwas darf nicht passieren.

== nps_more
high: Weiter so.
high: Sogar mein Vater benutzt es.
high: Und der Support ist freundlich.
high: Das Team war nach einem Tag dabei.
mid: Die Suche könnte besser sein.
mid: Drucken fehlt mir.
mid: Erinnerungen kommen manchmal spät.
mid: Mehr Farben wären schön.
low: Vom Support hatte ich mehr erhofft.
low: Die App ist langsam.
low: Zu kompliziert für uns.

== csat
good: {agent} war schnell und freundlich.
good: In Minuten gelöst, danke.
good: Klare Antwort, genau was ich brauchte.
good: Sehr geduldig mit mir.
good: Besser als erwartet.
okay: Am Ende ging es.
okay: Freundlich, aber ich musste zweimal fragen.
okay: Eine halbe Antwort.
bad: Mein Problem besteht weiter.
bad: Das war ein Textbaustein.
bad: Richtig zugehört hat niemand.
slow: Viel zu lange auf die erste Antwort gewartet.
slow: Gute Antwort, nur einen Tag zu spät.
slow: Eine Stunde Warteschlange geht nicht.
slow: Sie waren schon einmal schneller.
passed: Weitergereicht und von vorn angefangen.
passed: Zwei Leute, dieselben Fragen.
passed: Die Geschichte musste ich zweimal erzählen.

== leaving
price: Für das, was wir nutzen, zu teuer geworden.
price: Ein kostenloser Kalender reicht mir.
price: Unser Budget wurde gekürzt.
unused: In den letzten Wochen kaum geöffnet.
unused: Es hing an der Wand, und niemand sah hin.
unused: Ich bin zurück beim Papier.
onboarding: Mein Kalender ließ sich nie importieren.
onboarding: Allein war mir das zu viel Einrichtung.
onboarding: Ich kam nie zum Anfangen, dann war es zu spät.
service: Zu viele kleine Fehler, zu langsame Antworten.
service: Ich habe zu lange auf Hilfe gewartet.
switched: In der neuen Firma nutzen wir etwas anderes.
switched: Das Team wollte das Alte zurück.
billing: Für ein Upgrade bezahlt, das nie kam.
billing: Seit dem Abrechnungsfehler fehlt mir das Vertrauen.
closed: Ich gebe den Betrieb auf.
closed: Wir ziehen ins Ausland.

== mail
welcome: Willkommen, {name}. Hier beginnt Ihre Woche
invitation: Einladung zu einem gemeinsamen Plan
import_reminder: {name}, bringen Sie Ihren Kalender mit
trial_ending: Noch drei Tage Probezeit
receipt: Ihre Rechnung von Wrenfold
order_confirmation: Bestellung {order} ist bestätigt
shipped: Bestellung {order} ist unterwegs
survey: Eine Frage, {name}
winback: Ihre Boards sind noch da
upgrade_hint: Planen Sie zu mehreren?
newsletter: Der Monatsfalz: Pläne, die den Januar überstehen
newsletter: Der Monatsfalz: neun Leute, eine Küche
newsletter: Der Monatsfalz: Frühling an der Wand
newsletter: Der Monatsfalz: Buchungsseiten, die nicht nerven
newsletter: Der Monatsfalz: Vormittage ohne Besprechung
newsletter: Der Monatsfalz: ein Sommer ohne Doppelbuchung
newsletter: Der Monatsfalz: was der Urlaub über Listen lehrt
newsletter: Der Monatsfalz: ruhig ins Schuljahr
newsletter: Der Monatsfalz: Türschilder für kleine Büros
newsletter: Der Monatsfalz: die stille Herbstversion
newsletter: Der Monatsfalz: Geschenke mit Uhrzeit
newsletter: Der Monatsfalz: ein Jahr in viertausend Wochen

== page
home: Ein Plan für alle
features: Funktionen
pricing: Tarife und Preise
families: Für Familien
teams: Für Teams
stories: Geschichten
blog: Sonntags zwanzig Minuten aufräumen
blog: Wie neun Leute eine Küche teilen
blog: Buchungsseiten, die nicht nerven
blog: Warum der Plan an die Wand gehört
blog: Vormittage ohne Besprechung
blog: Was uns 4.000 Wochen gelehrt haben
shop: Shop
cart: Warenkorb
checkout: Kasse
confirmation: Danke
help: Kalender importieren
help: Panel koppeln
help: Tarif ändern
help: Board teilen
help: Warum Termine spät ankommen
help: Rückgabe und Erstattung
signup: Konto anlegen
login: Anmelden
app_week: Diese Woche
app_boards: Boards
app_bookings: Buchungen
app_members: Mitglieder
app_billing: Tarif und Rechnung
app_import: Import
app_lists: Listen
)book";

}  // namespace throughline::demo::texts
