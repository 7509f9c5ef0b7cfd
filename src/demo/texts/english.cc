#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view english = R"book(
== payment_broken
subject: Payment page does not respond
subject: Cannot pay on my phone
open: I am trying to pay for the {product} and the payment form just spins. | Your checkout hangs on the payment step when I try to buy the {product}.
open: I have typed in my card three times now and the payment page never answers. | Third try at paying, third time nothing happens.
open: The payment form stays white after I tap Continue. | I get as far as Payment, and then there is only a white box.
open: I tried card and Apple Pay for the {product}, and neither goes through. | Neither my card nor Apple Pay works in your checkout today.
more: It is Safari on an iPhone, everything up to date. | This is on my iPhone, in Safari.
more: After a while it says that the form did not answer within 12 seconds. | It ends in a message about 12 seconds without an answer.
more: My partner's Android phone got further than my iPhone, oddly. | I restarted the iPhone and cleared the history, no difference.
more: Both cards work everywhere else. | I am on an iPhone, if that matters.
ask: Can I pay some other way? | Is there another way to pay?
ask: Was I charged or not? | Please make sure that I am not charged three times.
ask: Could you tell me when this works again? | When will it be mended?
ask: Can you put the order through for me? | Could you take the order by hand?
agent: I am sorry about that. The form does not load in Safari on iPhone right now. On a computer it works, and your cart is still there.
agent: I have checked: nothing was charged, not even once. I have sent you a payment link by mail that does not use that form.
agent: Thank you for trying so much, it helps us. It fails on iPhones only; our developers have it, and I will write to you when it is mended.
agent: You are not the first today, sadly. I kept the {product} aside for you and sent a link with which you can pay on any device.
call: Payment form never loads in Safari on iPhone. Will use the computer tonight; cart is kept.
call: Tried to pay three times on an iPhone, form times out. Confirmed that nothing was charged, sent a payment link.
call: White box at the Payment step on an iPhone. Customer restarted the phone, no change. Promised news.
call: Card and Apple Pay both fail on the iPhone. Kept the {product} aside, sent a payment link.
survey: Could not pay on my iPhone, tried for twenty minutes.
survey: The checkout broke on my phone and nobody could say when it would be fixed.
survey: I wanted to give you money and your payment page would not let me.

== charged_not_upgraded
subject: Charged for {plan} but still on the old plan
subject: Upgrade paid, seats missing
subject: Paid for {plan}, features missing
subject: Upgrade to {plan} not applied
open: I upgraded to {plan}, you took {amount}, and my account still shows the old plan. | My card was charged {amount} for {plan}, but nothing has changed in the app.
open: I paid {amount} for {plan} and still cannot add more people. | We upgraded to {plan} for the seats. The money is gone, the limit is still there.
open: I bought {plan} for the booking pages. They are not there, but the {amount} are gone. | You charged me {amount} for {plan}, and none of its features are there.
open: The upgrade to {plan} did not go through, yet {amount} were taken. | I pressed Upgrade once, paid {amount}, and I am still on the old plan.
more: I signed out and in again, on two devices. | The invoice says {plan}, the billing page says otherwise.
more: Two colleagues start on Monday and have no access. | The page still says that all seats are taken.
more: We need them by Monday. | I have already promised them to our customers.
more: I do not dare to press the button again. | It now offers me the same upgrade once more.
ask: Please switch it on or give the money back. | Can somebody look at the account, please?
ask: How long will this take? | Could you add the seats by hand?
ask: Please switch them on today. | When can I expect them?
ask: Will I be charged twice if I try again? | What should I do now?
agent: I can see the charge of {amount}, and that the plan did not follow. That should not happen. I have asked for the money to be returned.
agent: You are right, the payment went through and the change did not. Our developers have your account on their list.
agent: I am sorry. The charge is on our books and {plan} was not switched on. I have marked it as urgent.
agent: Please do not press it again, it would charge you twice. There are a handful of accounts like yours, and a fix is on the way.
call: Charged {amount} for {plan}, plan not changed. Customer upset, wants the upgrade or the money. Has explained it before.
call: Paid for {plan}, seat limit unchanged. Two new colleagues cannot start. Promised a callback.
call: Features of {plan} missing after payment of {amount}. Customer needs them by Monday.
call: Upgrade to {plan} paid but not applied. Warned not to press the button again. To Billing.
survey: Charged for an upgrade that I never got. I had to explain it three times.
survey: You took the money for the upgrade and left me on the old plan.
survey: I was passed on twice for a thing that is your own mistake.

== delivery_delayed
subject: Where is order {order}?
subject: Late parcel
open: The tracking for order {order} has not moved for days. | My order {order} has been sitting in a sorting centre for days.
open: My order {order} was meant as a present, and the birthday has passed. | The {product} from order {order} is a present, and it is late.
open: I stayed home twice for order {order}, and nobody came. | The courier has missed me twice with the {product}, without ever ringing.
open: I think that order {order} is lost. | It is {days} days now since you wrote that my {product} was on its way.
more: The carrier says to ask the sender, so here I am. | According to the carrier it is waiting for something.
more: I would at least like to know the day. | My sister has stopped asking.
more: There was not even a card in the letter box. | I took half a day off for it.
more: The carrier's page has stopped knowing the number. | The last trace of it is from another town.
ask: Where is it? | Could you find out where it is?
ask: When will it come? | Will it arrive this week?
ask: Can it go to a parcel shop instead? | Can you have it left with the neighbours?
ask: Can you send another one? | If it is lost, please send a new one or refund me.
agent: I have called the carrier: the parcel was held back and goes out again tomorrow. I am sorry for the wait.
agent: I am sorry about the birthday. It is out for delivery tomorrow, and I have returned the shipping cost to you.
agent: I have had it sent to the parcel shop nearest to you; it will be there on Thursday and kept for a week.
agent: The carrier admits that it is lost. A new {product} has left our warehouse today by express.
call: Asks where {order} is. Carrier held it back; goes out tomorrow.
call: {order} was a present and is late. Delivery tomorrow, shipping refunded.
call: Courier missed the customer twice. {order} redirected to a parcel shop.
call: {order} lost by the carrier. Replacement sent by express.
survey: The parcel came more than a week late and nobody told me.
survey: Delivery took for ever, and the tracking was useless.
survey: Good panel, terrible delivery.

== device_trouble
subject: {product} will not pair
subject: {product} loses the Wi-Fi
subject: {product} shows the wrong day
subject: {product} stuck at the code
open: My {product} will not pair with the app. | I cannot get the {product} to pair.
open: The {product} loses the Wi-Fi every night. | Every morning the {product} is offline.
open: The {product} shows yesterday's plan until I unplug it. | In the morning the {product} still shows the day before.
open: My new {product} stops at the screen with the code. | The {product} never gets past the code.
more: The light blinks amber four times, then goes out. | I moved it next to the router, no change.
more: It worked for the first week without any trouble. | Everything else in the house stays online.
more: The app says that the firmware is up to date. | At noon it is usually right again.
more: I have reset it twice. | The code is accepted, and then it shows the same one again.
ask: What else can I try? | Is it broken, or is it me?
ask: Is there a setting for it? | Can you see the reason on your side?
ask: How do I get it to refresh? | Is there a cure?
ask: Do I need to send it back? | Should I return it?
agent: Four amber blinks mean that it cannot reach our clock server, often on a guest network. Could you try the main Wi-Fi?
agent: There is a firmware from this week that cures the nightly drop. I have pushed it to your device; give it an hour.
agent: It misses the change of day when the time zone is set by hand. Please choose Automatic under Device, Clock.
agent: That sounds like a faulty chip. I am sending you a new {product}, and a label for the old one.
call: {product} does not pair, amber light. Works on the main network, not on the guest one.
call: {product} offline every night. Pushed the new firmware, asked to call again if it stays.
call: {product} shows the day before. Clock was set by hand, now automatic.
call: {product} stuck at the code after two resets. Replacement sent with a return label.
survey: The panel is lovely when it works.
survey: Pairing took me a whole evening.
survey: My panel drops off the Wi-Fi every other night.

== import_trouble
subject: Import stops half way
subject: Getting my old calendar in
subject: Appointments missing after the import
subject: Repeating events
open: The calendar import stops at about half and then says nothing. | My import has been at 48 percent for an hour.
open: I cannot get my old calendar into Wrenfold. | How on earth do I get my old dates in here?
open: The import ran, but half of my appointments are missing. | After the import I see this year, but nothing older.
open: All my repeating events came in as single ones. | The weekly meetings arrived once and never again.
more: It is a shared Outlook calendar with about four years in it. | The file has 31 MB.
more: I exported an ICS file as your guide says. | Your page asks for an address and I only have a file.
more: Without the old dates the whole thing is no use to me. | I need them for the accounts.
more: There are about forty of them. | I do not want to type them all again.
ask: Is there a size limit? | Could you import it for me?
ask: What am I doing wrong? | Could somebody show me?
ask: Where are they? | Can I get the rest in as well?
ask: Can that be repaired? | Can I run it again without doubles?
agent: Calendars above 20 MB have to come in two parts. I have split yours and started it; you get a mail when it is done.
agent: Nothing wrong on your side. Please connect the calendar instead of uploading the file; it also stays up to date then.
agent: It takes the last twelve months unless you tick Everything. I have run it again for you with all years.
agent: Series without an end are the culprit. Tick Keep series open in the last step and run it again; doubles are recognised.
call: Import stuck at half, file above the limit. Split and imported for the customer.
call: Customer gave up on the import twice. Connected the calendar together on the phone.
call: Older appointments missing after the import. Run again with all years.
call: Repeating events arrived as single ones. Explained the setting.
survey: I never got my calendar in, so I never really started.
survey: The import is the weakest part of it.
survey: Half my appointments were missing after the import.

== sync_trouble
subject: Changes arrive late
subject: Sync with Google Calendar
subject: Deleted events return
subject: The others do not see my changes
open: What I change on my phone shows up elsewhere an hour later. | Changes take about an hour to arrive on my other devices.
open: Google Calendar and Wrenfold have not agreed since this morning. | My Google appointments have stopped coming in.
open: Appointments that I delete keep coming back. | I have deleted the same appointment four times now.
open: The others do not see what I add until they restart the app. | My changes do not reach the rest of us.
more: It used to be instant. | It began last week.
more: Nothing has changed on my side. | New ones in Wrenfold do not go over either.
more: I have two calendars connected, if that matters. | It is always the ones from the shared board.
more: Only the shared board does this. | We missed an appointment because of it.
ask: Is something wrong on your side? | How do I force a sync?
ask: Do I have to connect it again? | Can you check the connection?
ask: How do I get rid of them? | Can you check my account?
ask: What can we do? | Is that known?
agent: We had a backlog between eight and ten this morning; it is cleared and your changes are through.
agent: The connection to Google had expired. I have sent you a link to renew it; after that it is instant again.
agent: Two calendars write to the same board and undo each other. I have made one of them read-only.
agent: Please pull the week down once on each phone, that forces a sync. If it lags again, send me the time and I will look it up.
call: Changes arrive an hour late. Explained this morning's backlog, customer content.
call: Google no longer in sync. Connection had expired, renewed while on the phone.
call: Deleted events return. Two calendars on one board; set one to read-only.
call: Shared board does not reach the others. Forced a sync on both phones, fine again.
survey: Things show up too late on the other devices.
survey: Deleted events come back from the dead.
survey: Sync has become slow.

== invoice_question
subject: VAT number on the invoice
subject: Question about my invoice
subject: Invoices to our bookkeeper
subject: Card declined
open: I need our VAT number on the last invoice. | Our VAT number is missing on the invoice of {amount}.
open: I do not understand the second line on my invoice. | My invoice is higher than {amount} this month.
open: Could you send our invoices straight to our bookkeeper? | I have to forward every invoice by hand.
open: My card was declined although there is money on it. | Your system says that my card was declined.
more: Our tax adviser sends it back otherwise. | The address is the old one, too.
more: We added one seat, that is all. | It is only a small sum, but I would like to know.
more: I can only find the last three months in the app. | She needs them by the fifth of the month.
more: It paid the {amount} without trouble last month. | My bank says that it never saw a request.
ask: Can you issue it again? | Where do I enter it?
ask: What is it for? | Could you explain it?
ask: Where do I change that? | Can that be automatic?
ask: What now? | Can you try it once more?
agent: I have issued it again with the number and the new address; you find it under Plan and billing.
agent: The second line is the part of a month for the seat you added. From next month it is one line.
agent: Done: invoices now also go to your bookkeeper's address, and the older ones are on their way there.
agent: Your bank asks for a confirmation for this card. Press Retry under Plan and billing and confirm it in the bank's app.
call: Wants the VAT number on the invoice. Issued again and set for the future.
call: Asks about the pro rata line on the invoice. Explained.
call: Bookkeeper to get the invoices directly. Set up.
call: Card declined; the bank wants a confirmation. Retried while on the phone, paid.
survey: Getting a proper invoice should not take a chat.
survey: I do not understand the invoices.
survey: Fine, apart from the invoices.

== how_to
subject: Sharing a single board
subject: Hiding weekends
subject: Earlier reminders
subject: Colours
open: How can I share a single board with somebody outside? | Can a guest see one board and nothing else?
open: Is there a way to hide weekends in the week view? | I would like the week to end on Friday.
open: I would like reminders to come an hour earlier for all of us. | Can reminders come earlier for everybody at once?
open: Can one person have two colours? | How do I give my private dates another colour?
more: She should not see the rest of our plan. | I only found a way to invite full members.
more: We are closed on both days. | I looked in the settings and could not find it.
more: It is about six people. | I do not want to ask each of them to change it.
more: It used to be in the menu, I think. | The help page shows an older version.
ask: Is that possible on the {plan} plan? | Could you point me to it?
ask: Where is it? | Is that possible?
ask: Can I set that in one place? | How do I do that?
ask: Or is it not there yet? | Is there a trick?
agent: Open the board, tap the three dots, then Share, and choose Guest link. Guests see this board and nothing else.
agent: Yes: Settings, Week view, Days shown. It applies to you only, not to the others.
agent: That sits under Members: tick the names, then Reminders, and set it for all of them at once.
agent: Colours follow calendars: make a second calendar for yourself under Members and give it the other colour.
call: Asked how to share a single board with a guest. Shown the guest link.
call: Wants to hide weekends. Shown the setting.
call: Wanted earlier reminders for a group. Set up together.
call: Asked for a second colour. Made a second calendar together.
survey: Some things are hard to find.
survey: Does a lot, but I had to ask where everything is.
survey: The help pages lag behind the app.

== return_request
subject: Returning {order}
subject: Sending the {product} back
open: I would like to return the {product} from order {order}. | I want to send order {order} back.
open: The {product} is nice, but too big for our hallway. | We have no wall that is wide enough for the {product}.
open: The colour of the {product} is not what I saw on the screen. | The oak of the {product} is darker than in your pictures.
open: I would rather have a smaller panel than the {product}. | Can I swap the {product} for another one?
more: It is still in the box, with everything in it. | I have not even switched it on.
more: I used it for two days. | I should have measured first.
more: It does not go with the rest at all. | Otherwise it is fine.
more: Order {order}, in case you need it. | It is as good as new.
ask: How do I get a label? | What do I have to do?
ask: Can I still return it? | How long does the refund take?
ask: Can I send it back? | Is there a lighter one?
ask: Is that possible? | Do I pay the difference?
agent: Of course. The label is in your mail; drop the parcel off anywhere. The refund takes about five days after it arrives.
agent: Certainly, you have thirty days. The label is on its way, and you need not find the original box.
agent: I understand. I have opened the return for {order}, and passed the picture on to those who make the shop.
agent: No problem. Send the {product} back with the label in your mail; the other one leaves today, and we settle the difference.
call: Wants to return {product}, unopened. Label sent.
call: {product} too large. Label sent, told about the thirty days.
call: Colour of {product} not as in the shop. Return opened.
call: Wants to swap {product} for a smaller panel. Exchange set up.
survey: The return went smoothly, the product was not for us.
survey: Too big for our wall, and the return took a while.
survey: Nice product, wrong size.

== cancel_request
subject: Cancelling my plan
subject: Please end my subscription
open: I would like to cancel at the end of the month. | Please end my {plan} plan at the end of the month.
open: We do not use it enough, so please end the subscription. | It has been lying about unused for weeks.
open: I cannot find where to cancel. | Where is the button to cancel?
open: I want to stop paying, but keep my data. | What happens to my boards when I cancel?
more: Nothing against you, there are just fewer of us now. | It was good while it lasted.
more: We never got round to setting it up properly. | The others never joined in.
more: I have been through all of the settings. | The app only offers me larger plans.
more: There are two years of notes in it. | I may come back next season.
ask: Can you confirm it? | Please send me a short note.
ask: Is there a notice period? | When is the last charge?
ask: Can you do it for me? | Where is it?
ask: Is that possible? | Can I export it?
agent: Done, it ends on the last day of the month. You can come back at any time.
agent: I have ended it; there is no notice period, and no further charge. Thank you for having tried it.
agent: It is on the web only, under Plan and billing, at the very bottom. I have done it for you now.
agent: Your boards stay readable for a year, and I have sent you an export of everything.
call: Wants to cancel. Confirmed for the end of the month.
call: Cancels, too little use. No further charge.
call: Could not find where to cancel. Done on the phone.
call: Wants to keep the data after cancelling. Export sent.
survey: We just stopped using it.
survey: Leaving because we never got it set up.
survey: Good idea, but we did not stick with it.

== slow_reply
subject: Still no answer
subject: Second attempt
open: I wrote to you yesterday and have heard nothing. | A day has gone by since my message.
open: Is anybody reading this? My last message is unanswered. | Hello? Is anybody there?
open: This is my second message about the same thing. | I am writing once more, as nobody has answered.
open: Your page promises an answer within two hours. It has been a day. | Two hours, it says on your page.
more: I understand that you are busy, but a word would help. | A short sign would do.
more: I also tried the phone and gave up after twenty minutes. | The phone line is no better.
more: The chat put me in a queue and then closed. | In the chat I was number 34.
more: That used to be different with you. | I pay for this.
ask: Please answer. | Please get back to me today.
ask: When can I expect an answer? | Could somebody simply tell me when?
ask: Should I write somewhere else? | What else can I do?
ask: What is going on? | Has something happened?
agent: I am sorry. This week far more people wrote than we could answer. I am on it now and will stay with it.
agent: Yes, I am here now, and I am sorry for the silence. I have your first message in front of me.
agent: You are in the right place, it just took too long. I have taken over your case myself.
agent: You are right, and I have nothing to excuse it with: we were short of people. It is being worked on today.
call: Chases an unanswered message. Apologised, took the case over.
call: No reply for a day, gave up on the phone as well. Solved while on the line.
call: Second contact about the same thing. Taken over.
call: Annoyed about the wait; it used to be better. Apologised.
survey: Waited more than a day for an answer.
survey: Support was great last year; then nobody answered.
survey: Took ages to get a reply.

== feature_wish
subject: An idea: locking past weeks
subject: Printing a month
subject: Night mode for the panel
subject: Languages on the booking page
open: It would help us if past weeks could be locked. | Please let us lock the weeks that are over.
open: I wish I could print a whole month on one page. | A month on one sheet of paper would be lovely.
open: A darker mode for the panel at night would be lovely. | The panel is too bright at night.
open: Please let guests choose a language on the booking page. | Our booking page is in English only.
more: Somebody keeps moving things afterwards. | We settle the hours by it.
more: My mother is 81 and likes it on the fridge. | We do it by hand every Friday now.
more: It hangs in the hall outside the bedrooms. | It glows in the waiting room all night.
more: Half of our customers do not read English. | We lose bookings over it.
ask: Is that planned? | Could you pass it on?
ask: Would that be much work? | Is there a way already?
ask: Is there a trick? | Could that come?
ask: When could that come? | I would pay a little more for it.
agent: I like it. I have added your words to the wish list, where the people who build it read them.
agent: Not planned this year, to be honest, but you are the fourth to ask this month, and that counts.
agent: It is being tried out right now. I have put your panel into the trial; from tonight it dims itself.
agent: Eight languages come with the next release. I will write to you when they are there.
call: Wishes to lock past weeks. On the wish list.
call: Wants to print a month on one page. Added to the wish list.
call: Wishes for a darker panel at night. Put into the trial.
call: Asks for languages on the booking page. Told about the next release.
survey: I miss a proper month on paper.
survey: Please, a darker night mode for the panel.
survey: Needs more languages on the booking page.

== talk
greeting: Hello,
greeting: Hi there,
greeting: Good morning,
greeting: Hi,
greeting: Hello Wrenfold team,
hello: Hi {name}, this is {agent}. Let me have a look.
hello: Hello {name}, {agent} here. I am reading what you wrote.
hello: Good day {name}, I am {agent}. Give me a moment, please.
hello: Hi {name}! {agent} here, thanks for waiting. I am looking into it.
second: Hello {name}, I am {agent} and I am taking over here.
second: Hi {name}, {agent} here. My colleague has passed this to me.
second: {agent} speaking, I look after this kind of thing.
repeat: I have explained this already, but once more:
repeat: Do I really have to say it all again?
repeat: As I told your colleague:
thanks: Great, that did it. Thank you.
thanks: Perfect, thanks for the quick help.
thanks: That works. Have a good day.
thanks: Lovely, thank you very much.
thanks: Ah, so that is it. Thanks.
grumble: That does not really help me.
grumble: So I have to wait again.
grumble: I had hoped for more than that.
grumble: Fine, but I am not happy about it.
dear: Hello {name},
dear: Dear {name},
dear: Hi {name},
looking: Thank you for writing. I am looking into it with my colleagues and will be back as soon as I know more.
looking: I have read your message and am asking the team that knows about it.
looking: Thanks for the details. I have to pass this to a colleague, who will write to you.
close: Please write back if anything is unclear.
close: Tell me if it does not work.
close: I hope that helps.
regards: Best, {full_name}
regards: Kind regards, {full_name}
regards: Thanks, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Warmly, {agent}
agent_regards: Best wishes, {agent} at Wrenfold

== ask
nps: How likely are you to recommend Wrenfold to a friend or colleague?
csat: How satisfied are you with how we handled this?
leaving: What made you leave?

== nps
high: The whole family finally looks at the same plan.
high: We have not missed an appointment since we hung it up.
high: Our Mondays have become calm.
high: Simple, pretty, and it does what it says.
high: I have recommended it to three friends already.
high: The booking page saves me an hour a day.
mid: It is good, with rough edges.
mid: I like it, but it is not cheap.
mid: Does the job.
mid: Nice on the wall, a bit slow on the phone.
mid: We use about half of it.
low: I expected more for the price.
low: I would think twice before buying again.
low: That must not happen.
low: Right now I cannot recommend it.

== nps_more
high: Keep going.
high: The panel is the best thing in our kitchen.
high: And your support is kind.
high: Even my father uses it.
high: The team took to it in a day.
mid: The search could be better.
mid: I miss printing.
mid: Reminders come a little late at times.
mid: Would like more colours.
low: I had hoped for better support.
low: The app is slow on my phone.
low: Too complicated for us.

== csat
good: {agent} was quick and friendly.
good: Solved within minutes, thank you.
good: Clear answer, exactly what I needed.
good: Very patient with me.
good: Better than I expected.
good: Felt like talking to a person who cares.
okay: In the end it worked.
okay: Friendly, but I had to ask twice.
okay: Half an answer.
bad: My problem is still there.
bad: I got a standard text.
bad: Nobody really listened.
slow: Waited far too long for the first answer.
slow: The answer was fine, but it came a day late.
slow: Over an hour in the queue is not on.
slow: You used to be quicker than this.
passed: Was passed on and had to start from the beginning.
passed: Two people, the same questions.
passed: I told the same story twice.

== leaving
price: It has become too expensive for what we use.
price: I can get by with a free calendar.
price: Our budget was cut.
price: The price per seat adds up.
unused: We hardly opened it in the last weeks.
unused: It hung on the wall and nobody looked any more.
unused: I went back to paper.
onboarding: I never got my calendar imported.
onboarding: Too much to set up on my own.
onboarding: I did not find the time to get started, and then it was too late.
onboarding: The import failed and I lost interest.
service: Too many small problems and slow answers.
service: I waited too long for help.
service: It worked less and less reliably.
switched: My new company uses something else.
switched: We moved to the tool that our accountant uses.
switched: My team preferred what they had before.
billing: Charged for an upgrade that I never got.
billing: You took my money twice and did not fix it.
billing: I lost trust after the billing mistake.
closed: I am closing the business.
closed: We are moving abroad.
closed: The project is over.

== mail
welcome: Welcome, {name}. Your week starts here
invitation: You have been invited to a shared plan
import_reminder: {name}, bring your calendar along
trial_ending: Three days left of your trial
receipt: Your receipt from Wrenfold
order_confirmation: Order {order} is confirmed
shipped: Order {order} is on its way
survey: One question, {name}
winback: Your boards are still here
upgrade_hint: Planning with more people?
newsletter: The Monthly Fold: plans that survive January
newsletter: The Monthly Fold: nine people, one kitchen
newsletter: The Monthly Fold: spring on the wall
newsletter: The Monthly Fold: booking pages that do not annoy
newsletter: The Monthly Fold: meeting-free mornings
newsletter: The Monthly Fold: a summer without double bookings
newsletter: The Monthly Fold: what holidays teach us about lists
newsletter: The Monthly Fold: back to school, calmly
newsletter: The Monthly Fold: door cards for small offices
newsletter: The Monthly Fold: the quiet autumn release
newsletter: The Monthly Fold: presents that tell the time
newsletter: The Monthly Fold: a year in four thousand weeks

== page
home: One plan for everybody
features: Features
pricing: Plans and prices
families: For families
teams: For teams
stories: Stories
blog: A Sunday reset in twenty minutes
blog: How nine people share one kitchen
blog: Booking pages that do not annoy
blog: The case for a plan on the wall
blog: Meeting-free mornings
blog: What we learned from 4,000 weeks
shop: Shop
cart: Your cart
checkout: Checkout
confirmation: Thank you
help: Import your calendar
help: Pair a panel
help: Change your plan
help: Share a board
help: Why events sync late
help: Returns and refunds
signup: Create your account
login: Sign in
app_week: This week
app_boards: Boards
app_bookings: Bookings
app_members: Members
app_billing: Plan and billing
app_import: Import
app_lists: Lists
)book";

}  // namespace throughline::demo::texts
