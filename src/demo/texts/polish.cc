#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view polish = R"book(
== payment_broken
subject: Strona płatności nie odpowiada
subject: Nie mogę zapłacić telefonem
open: Próbuję zapłacić za {product}, a formularz kręci się w kółko. | Kasa zawiesza się przy płatności, chcę kupić {product}.
open: Trzy razy wpisuję kartę i strona wcale nie odpowiada.
open: Po kliknięciu Dalej formularz płatności jest biały.
open: Ani karta, ani Apple Pay nie przechodzą przy {product}.
more: To Safari na iPhonie, wszystko aktualne.
more: W końcu pisze, że formularz nie odpowiedział w 12 sekund.
more: Telefon był już uruchamiany ponownie.
more: Obie karty działają wszędzie indziej.
ask: Czy mogę zapłacić inaczej?
ask: Czy pieniądze zostały pobrane?
ask: Kiedy to znów zadziała?
ask: Czy możecie złożyć zamówienie za mnie?
agent: Przepraszamy. Formularz nie ładuje się teraz w Safari na iPhonie. Na komputerze działa, a koszyk nadal czeka.
agent: Sprawdzone: nic nie zostało pobrane. Link do płatności bez tego formularza jest już w poczcie.
agent: Dziękujemy za tyle prób. Dotyczy to tylko iPhone'ów; napiszemy, gdy będzie naprawione.
agent: Niestety to nie pierwsze zgłoszenie dzisiaj. {product} jest odłożony, a link działa na każdym urządzeniu.
survey: Nie dało się zapłacić iPhone'em, dwadzieścia minut straconych.
survey: Płatność nie działała i nikt nie wiedział, do kiedy.

== charged_not_upgraded
subject: {plan} opłacony, wciąż stary plan
subject: Opłacone, a miejsc brak
subject: {plan} opłacony, brak funkcji
subject: Zmiana na {plan} nie weszła
open: Przejście na {plan}, pobrane {amount}, a konto pokazuje stary plan. | Pobraliście {amount} za {plan} i nic się nie zmieniło.
open: Za {plan} poszło {amount}, a nadal nie mogę nikogo dodać.
open: Potrzebne mi były strony rezerwacji z {plan}. Nie ma ich, a {amount} pobrane.
open: Zmiana na {plan} się nie udała, ale {amount} pobrano.
more: Logowanie od nowa na dwóch urządzeniach nie pomogło. | Na fakturze jest {plan}, w aplikacji nie.
more: W poniedziałek zaczynają dwie osoby i nie mają dostępu.
more: Potrzebujemy ich na poniedziałek.
more: Boję się kliknąć jeszcze raz.
ask: Proszę to włączyć albo oddać pieniądze.
ask: Ile to potrwa?
ask: Kiedy będą?
ask: Czy drugi raz też pobierze?
agent: Widzę pobranie {amount} i to, że plan się nie zmienił. Tak nie powinno być. Zwrot jest zlecony.
agent: To prawda: płatność przeszła, zmiana nie. Konto jest na liście programistów.
agent: Przepraszamy. Płatność jest zaksięgowana, a {plan} nie został włączony. Sprawa jest oznaczona jako pilna.
agent: Proszę nie klikać ponownie, pobierze się dwa razy. To kilka kont, poprawka jest w drodze.
survey: Zapłacone za plan, którego nie ma. Trzy razy tłumaczone.
survey: Dwa razy odesłano mnie dalej z waszym błędem.

== delivery_delayed
subject: Gdzie jest zamówienie {order}?
subject: Spóźniona paczka
open: Śledzenie zamówienia {order} stoi od kilku dni. | Zamówienie {order} leży od dni w sortowni.
open: Zamówienie {order} to prezent, a urodziny już minęły.
open: Dwa razy czekam w domu na {order} i nikt nie przychodzi.
open: Chyba {order} zaginęło, minęło już {days} dni.
more: Kurier każe pytać nadawcę.
more: Chcę chociaż znać dzień.
more: Nie było nawet awizo.
more: Numer przesyłki już nie istnieje.
ask: Gdzie jest?
ask: Kiedy dojdzie?
ask: Czy może iść do punktu odbioru?
ask: Czy wyślecie nowe?
agent: Po telefonie do kuriera: paczka była zatrzymana i rusza jutro. Przepraszamy za czekanie.
agent: Przykro nam z powodu urodzin. Dostawa jutro, koszt wysyłki zwrócony.
agent: Przekierowane do najbliższego punktu; od czwartku czeka tam tydzień.
agent: Kurier przyznaje, że zginęło. Nowy {product} wyszedł dziś ekspresem.
survey: Paczka przyszła ponad tydzień później i nikt nie uprzedził.
survey: Dobry sprzęt, fatalna dostawa.

== device_trouble
subject: {product} nie chce się sparować
subject: {product} gubi Wi-Fi
subject: {product} pokazuje zły dzień
subject: {product} stoi na kodzie
open: {product} nie paruje się z aplikacją.
open: {product} co noc gubi Wi-Fi. | Rano {product} zawsze jest offline.
open: {product} pokazuje wczorajszy plan, aż wyjmę wtyczkę.
open: {product} zatrzymuje się na ekranie z kodem.
more: Dioda miga cztery razy na żółto i gaśnie.
more: Przez pierwszy tydzień było dobrze.
more: Około południa zwykle się poprawia.
more: Reset był już dwa razy.
ask: Czego jeszcze spróbować?
ask: Czy widać u was przyczynę?
ask: Jak wymusić odświeżenie?
ask: Czy trzeba odesłać?
agent: Cztery żółte mignięcia to brak połączenia z serwerem czasu, często przez sieć dla gości. Proszę spróbować głównej.
agent: Oprogramowanie z tego tygodnia to naprawia. Jest już wysłane na urządzenie, proszę dać mu godzinę.
agent: Przy ręcznej strefie czasowej gubi zmianę dnia. Proszę wybrać Automatycznie w Urządzenie, Zegar.
agent: To wygląda na uszkodzony układ. Wysyłamy nowy {product} i etykietę na stary.
survey: Panel jest świetny, gdy działa.
survey: Parowanie zajęło cały wieczór.

== import_trouble
subject: Import staje w połowie
subject: Mój stary kalendarz
subject: Brakuje terminów
subject: Terminy cykliczne
open: Import staje w połowie i nic nie mówi. | Od godziny import stoi na 48 procentach.
open: Nie mogę wgrać starego kalendarza.
open: Import przeszedł, ale brakuje połowy terminów.
open: Wszystkie cykliczne terminy są tylko raz.
more: To wspólny kalendarz Outlook, jakieś cztery lata.
more: Mam plik ICS, jak w instrukcji.
more: Bez starych terminów to nie ma sensu.
more: Jest ich około czterdziestu.
ask: Czy jest limit?
ask: Co robię źle?
ask: Gdzie one są?
ask: Da się to naprawić?
agent: Powyżej 20 MB trzeba dwóch części. Podzielone i uruchomione; przyjdzie mail.
agent: Wszystko dobrze po Państwa stronie. Proszę połączyć kalendarz zamiast wgrywać plik, będzie też aktualny.
agent: Bez zaznaczenia Wszystko wchodzi dwanaście miesięcy. Import powtórzony ze wszystkimi latami.
agent: To serie bez końca. Proszę zaznaczyć Zostaw serie otwarte i powtórzyć; duplikaty są rozpoznawane.
survey: Kalendarz nigdy się nie wgrał, więc nie było od czego zacząć.
survey: Import to najsłabszy punkt.

== sync_trouble
subject: Zmiany przychodzą późno
subject: Synchronizacja z Google
subject: Usunięte terminy wracają
subject: Inni nic nie widzą
open: Zmiany z telefonu widać gdzie indziej po godzinie.
open: Od rana Google i Wrenfold się nie zgadzają.
open: Usuwane terminy wracają.
open: Inni widzą moje wpisy dopiero po ponownym uruchomieniu.
more: Kiedyś było od razu.
more: U mnie nic się nie zmieniło.
more: Mam podłączone dwa kalendarze.
more: Tylko wspólna tablica tak robi.
ask: Czy coś się u was dzieje?
ask: Czy łączyć od nowa?
ask: Jak się ich pozbyć?
ask: Co możemy zrobić?
agent: Między ósmą a dziesiątą był zator; już go nie ma, zmiany przeszły.
agent: Połączenie z Google wygasło. Link do odnowienia jest w poczcie.
agent: Dwa kalendarze piszą na jednej tablicy. Jeden jest teraz tylko do odczytu.
agent: Proszę przeciągnąć tydzień w dół na każdym telefonie, to wymusza synchronizację.
survey: Wszystko pojawia się za późno.
survey: Usunięte terminy wracają.

== invoice_question
subject: NIP na fakturze
subject: Pytanie o fakturę
subject: Faktury do księgowości
subject: Karta odrzucona
open: Na fakturze na {amount} brakuje naszego NIP-u.
open: Nie rozumiem drugiej pozycji na fakturze.
open: Czy faktury mogą iść prosto do księgowości?
open: Karta odrzucona, choć są na niej środki.
more: Inaczej księgowa ją odsyła.
more: Doszło tylko jedno miejsce.
more: W aplikacji są tylko trzy miesiące.
more: W zeszłym miesiącu {amount} przeszło.
ask: Czy można wystawić ponownie?
ask: Za co to jest?
ask: Gdzie to zmienić?
ask: Co teraz?
agent: Wystawiona ponownie z numerem i nowym adresem, w Plan i płatności.
agent: Druga pozycja to część miesiąca za nowe miejsce. Od następnego będzie jedna.
agent: Gotowe: faktury idą też do księgowości.
agent: Bank wymaga potwierdzenia. Proszę kliknąć Ponów w Plan i płatności i potwierdzić w aplikacji banku.
survey: Poprawna faktura nie powinna wymagać czatu.
survey: Faktury są niezrozumiałe.

== how_to
subject: Udostępnić jedną tablicę
subject: Ukryć weekendy
subject: Wcześniejsze przypomnienia
subject: Kolory
open: Jak udostępnić jedną tablicę komuś z zewnątrz?
open: Czy można ukryć weekendy w widoku tygodnia?
open: Chcę, żeby przypomnienia przychodziły wszystkim godzinę wcześniej.
open: Czy jedna osoba może mieć dwa kolory?
more: Nie powinna widzieć reszty planu.
more: W oba dni mamy zamknięte.
more: Jest nas około sześciu.
more: Kiedyś to było w menu.
ask: Czy da się w planie {plan}?
ask: Gdzie to jest?
ask: Czy da się w jednym miejscu?
ask: Czy tego jeszcze nie ma?
agent: Otworzyć tablicę, trzy kropki, Udostępnij, Link gościa. Gość widzi tylko tę tablicę.
agent: Tak: Ustawienia, Widok tygodnia, Pokazywane dni. Dotyczy tylko tej osoby.
agent: W Członkowie: zaznaczyć imiona, potem Przypomnienia, i ustawić dla wszystkich.
agent: Kolor należy do kalendarza: w Członkowie można dodać drugi i dać mu inny kolor.
survey: Niektóre rzeczy trudno znaleźć.
survey: Pomoc nie nadąża za aplikacją.

== return_request
subject: Zwrot {order}
subject: Zwrot {product}
open: Chcę zwrócić {product} z zamówienia {order}.
open: {product} jest ładny, ale za duży do przedpokoju.
open: Kolor {product} jest inny niż na ekranie.
open: Wolę mniejszy panel niż {product}.
more: Jest jeszcze w pudełku.
more: Używany dwa dni.
more: Do niczego nie pasuje.
more: Zamówienie {order}.
ask: Jak dostać etykietę?
ask: Czy jeszcze można?
ask: Czy mogę odesłać?
ask: Czy dopłacam różnicę?
agent: Oczywiście. Etykieta jest w poczcie. Zwrot trwa pięć dni od dotarcia.
agent: Tak, jest trzydzieści dni. Etykieta w drodze, pudełko nie musi być oryginalne.
agent: Rozumiem. Zwrot {order} jest otwarty.
agent: Nie ma problemu. Proszę odesłać {product}; drugi wychodzi dziś, różnicę rozliczymy.
survey: Zwrot poszedł gładko, sprzęt nie dla nas.
survey: Za duży na naszą ścianę.

== cancel_request
subject: Rezygnacja
subject: Zakończenie subskrypcji
open: Chcę zrezygnować z końcem miesiąca.
open: Za mało używamy, proszę zakończyć subskrypcję.
open: Nie widzę, gdzie zrezygnować.
open: Nie chcę już płacić, ale chcę zachować dane.
more: Nic przeciwko wam, jest nas po prostu mniej.
more: Nigdy tego porządnie nie ustawiliśmy.
more: Wszystkie ustawienia przejrzane.
more: Są tam notatki z dwóch lat.
ask: Proszę o potwierdzenie.
ask: Czy jest okres wypowiedzenia?
ask: Czy zrobicie to za mnie?
ask: Czy to możliwe?
agent: Gotowe, na ostatni dzień miesiąca. Zawsze można wrócić.
agent: Zakończone, bez okresu wypowiedzenia. Dziękujemy za próbę.
agent: Tylko w przeglądarce, na dole strony Plan i płatności. Już zrobione.
agent: Tablice można czytać przez rok, a eksport jest w poczcie.
survey: Po prostu przestaliśmy używać.
survey: Dobry pomysł, ale się nie przyjął.

== slow_reply
subject: Wciąż bez odpowiedzi
subject: Druga próba
open: Od wczoraj czekam na odpowiedź i cisza.
open: Czy ktoś to czyta? Brak odpowiedzi na ostatnią wiadomość.
open: To druga wiadomość w tej samej sprawie.
open: Na stronie są dwie godziny. Minął dzień.
more: Rozumiem, że jest dużo pracy, ale jedno słowo by pomogło.
more: Przez telefon dwadzieścia minut czekania.
more: Czat ustawił mnie w kolejce i się zamknął.
more: Kiedyś było inaczej.
ask: Proszę o odpowiedź.
ask: Kiedy mogę się jej spodziewać?
ask: Czy pisać gdzie indziej?
ask: Co się dzieje?
agent: Przepraszamy. W tym tygodniu pisało dużo więcej osób, niż mogliśmy obsłużyć. Zajmuję się tym.
agent: Jestem, i przepraszam za ciszę. Mam przed sobą pierwszą wiadomość.
agent: To dobre miejsce, tylko trwało za długo. Przejmuję sprawę.
agent: Racja, i nie ma wymówki: było nas za mało. Dziś będzie załatwione.
survey: Ponad dzień czekania na odpowiedź.
survey: Odpowiedź trwała wieki.

== feature_wish
subject: Pomysł: blokada minionych tygodni
subject: Wydruk miesiąca
subject: Tryb nocny panelu
subject: Języki na stronie rezerwacji
open: Przydałaby się blokada minionych tygodni.
open: Chcę drukować cały miesiąc na jednej stronie.
open: Ciemniejszy tryb panelu w nocy byłby świetny.
open: Goście powinni wybierać język na stronie rezerwacji.
more: Zawsze ktoś coś przesuwa po fakcie.
more: Mama ma 81 lat i chce to na lodówce.
more: Wisi przy sypialniach.
more: Połowa klientów nie czyta po polsku.
ask: Czy to w planach?
ask: Czy to dużo pracy?
ask: Czy jest jakiś sposób?
ask: Kiedy to może być?
agent: Podoba mi się. Słowa są na liście, którą czytają twórcy.
agent: Szczerze mówiąc, nie w tym roku, ale to czwarta prośba w tym miesiącu.
agent: To jest testowane. Ten panel już w tym jest i od dziś sam się przyciemni.
agent: Osiem języków w następnej wersji. Damy znać.
survey: Brakuje miesiąca na papierze.
survey: Więcej języków w rezerwacjach.

== talk
greeting: Dzień dobry,
greeting: Witam,
greeting: Cześć,
greeting: Dobry wieczór,
hello: Dzień dobry {name}, tu {agent}. Już sprawdzam.
hello: Dzień dobry, {agent} z tej strony. Czytam wiadomość.
hello: Witam, tu {agent}. Chwileczkę.
second: Dzień dobry {name}, tu {agent}, przejmuję sprawę.
second: Tu {agent}, sprawa trafiła do mnie.
repeat: Już to tłumaczę drugi raz:
repeat: Naprawdę wszystko od początku?
thanks: Świetnie, o to chodziło. Dziękuję.
thanks: Super, dziękuję za szybką pomoc.
thanks: Działa. Miłego dnia.
grumble: To mi niezbyt pomaga.
grumble: Czyli znowu czekać.
grumble: Liczę na coś więcej.
dear: Dzień dobry,
dear: Witamy,
looking: dziękuję za wiadomość. Ustalam to z zespołem i odpiszę, gdy będę wiedzieć więcej.
looking: czytam zgłoszenie i pytam zespół, który się na tym zna.
close: Proszę pisać, jeśli coś jest niejasne.
close: Proszę dać znać, jeśli nie zadziała.
regards: Pozdrawiam, {full_name}
regards: Z poważaniem, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Pozdrawiam, {agent}

== ask
nps: Na ile prawdopodobne, że polecisz Wrenfold?
csat: Jak oceniasz naszą pomoc?
leaving: Dlaczego odchodzisz?

== nps
high: Cała rodzina wreszcie patrzy na jeden plan.
high: Odkąd wisi na ścianie, żaden termin nie przepadł.
high: Poniedziałki są spokojne.
high: Proste, ładne i działa.
mid: Dobre, z drobnymi wadami.
mid: Podoba się, ale tanie nie jest.
mid: Robi swoje.
low: Za tę cenę liczę na więcej.
low: Drugi raz to już do przemyślenia.

== nps_more
high: Tak trzymać.
high: Nawet tata używa.
high: A obsługa jest miła.
mid: Wyszukiwanie mogłoby być lepsze.
mid: Brakuje drukowania.
low: Obsługa mogłaby być lepsza.
low: Za skomplikowane dla nas.

== csat
good: {agent}: szybko i miło.
good: Załatwione w kilka minut, dziękuję.
good: Jasna odpowiedź, dokładnie to, co trzeba.
okay: W końcu się udało.
okay: Miło, ale pytać trzeba było dwa razy.
bad: Problem dalej jest.
bad: Odpowiedź z szablonu.
slow: Za długo na pierwszą odpowiedź.
slow: Dobra odpowiedź, ale dzień za późno.
slow: Kiedyś szło szybciej.
passed: Przekazano mnie dalej i wszystko od nowa.
passed: Dwie osoby, te same pytania.

== leaving
price: Za drogo jak na to, czego używamy.
price: Darmowy kalendarz wystarczy.
unused: Ostatnio prawie nie otwierane.
unused: Wracam do papieru.
onboarding: Kalendarz nigdy się nie wgrał.
onboarding: Za dużo ustawiania na jedną osobę.
service: Za dużo drobnych błędów i powolne odpowiedzi.
service: Za długie czekanie na pomoc.
switched: W nowej firmie używamy czegoś innego.
billing: Zapłacone za plan, którego nie ma.
closed: Zamykam firmę.

== mail
welcome: Witaj, {name}. Tu zaczyna się tydzień
invitation: Zaproszenie do wspólnego planu
import_reminder: {name}, zabierz ze sobą kalendarz
trial_ending: Zostały trzy dni próby
receipt: Rachunek z Wrenfold
order_confirmation: Zamówienie {order} potwierdzone
shipped: Zamówienie {order} jest w drodze
survey: Jedno pytanie, {name}
winback: Tablice wciąż tu są
upgrade_hint: Planujesz z kimś jeszcze?
newsletter: Zagięcie miesiąca: plany, które przetrwają styczeń
newsletter: Zagięcie miesiąca: dziewięć osób, jedna kuchnia
newsletter: Zagięcie miesiąca: wiosna na ścianie
newsletter: Zagięcie miesiąca: rezerwacje bez nerwów
newsletter: Zagięcie miesiąca: poranki bez spotkań
newsletter: Zagięcie miesiąca: lato bez podwójnych terminów
newsletter: Zagięcie miesiąca: czego uczą wakacje
newsletter: Zagięcie miesiąca: spokojny wrzesień
newsletter: Zagięcie miesiąca: tabliczki do małych biur
newsletter: Zagięcie miesiąca: cicha jesienna wersja
newsletter: Zagięcie miesiąca: prezenty, które mierzą czas
newsletter: Zagięcie miesiąca: rok w czterech tysiącach tygodni

== page
home: Jeden plan dla wszystkich
features: Funkcje
pricing: Plany i ceny
families: Dla rodzin
teams: Dla zespołów
stories: Historie
blog: Niedzielne dwadzieścia minut
blog: Jak dziewięć osób dzieli kuchnię
blog: Rezerwacje bez nerwów
blog: Dlaczego plan wisi na ścianie
blog: Poranki bez spotkań
blog: Czego nauczyło nas 4000 tygodni
shop: Sklep
cart: Koszyk
checkout: Kasa
confirmation: Dziękujemy
help: Import kalendarza
help: Parowanie panelu
help: Zmiana planu
help: Udostępnianie tablicy
help: Dlaczego terminy przychodzą późno
help: Zwroty
signup: Załóż konto
login: Zaloguj się
app_week: Ten tydzień
app_boards: Tablice
app_bookings: Rezerwacje
app_members: Członkowie
app_billing: Plan i płatności
app_import: Import
app_lists: Listy
)book";

}  // namespace throughline::demo::texts
