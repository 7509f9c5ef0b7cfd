#include "demo/texts.h"

namespace throughline::demo::texts {

const std::string_view portuguese = R"book(
== payment_broken
subject: A página de pagamento não responde
subject: Não consigo pagar pelo celular
open: Estou tentando pagar {product} e o formulário fica girando sem parar. | O pagamento trava, eu queria comprar {product}.
open: Já digitei o cartão três vezes e a página nunca responde. | Terceira tentativa de pagar, terceira vez que não acontece nada.
open: Depois de Continuar, o formulário fica todo branco. | Chego até o pagamento e só aparece um quadro branco.
open: Nem cartão nem Apple Pay passam para {product}. | Hoje a loja não aceita meu cartão nem Apple Pay.
more: É o Safari no iPhone, tudo atualizado.
more: No fim diz que o formulário não respondeu em 12 segundos.
more: Já reiniciei o iPhone.
more: Os dois cartões funcionam em todo lugar.
ask: Posso pagar de outro jeito?
ask: Fui cobrado ou não?
ask: Quando volta a funcionar?
ask: Vocês podem fazer o pedido por mim?
agent: Peço desculpas. O formulário não está carregando no Safari do iPhone. No computador funciona, e seu carrinho continua lá.
agent: Conferi: nada foi cobrado. Mandei por e-mail um link de pagamento que não usa esse formulário.
agent: Obrigado por tentar tanto, isso nos ajuda. Só falha nos iPhones; escrevo assim que estiver resolvido.
agent: Infelizmente não é a única pessoa hoje. Separei {product} e enviei um link que funciona em qualquer aparelho.
survey: Não consegui pagar pelo iPhone, perdi vinte minutos.
survey: O pagamento estava quebrado e ninguém sabia até quando.

== charged_not_upgraded
subject: Paguei {plan} e continuo no plano antigo
subject: Paguei, mas faltam lugares
subject: Paguei {plan}, faltam recursos
subject: Mudança para {plan} não aplicada
open: Mudei para {plan}, cobraram {amount} e minha conta continua no plano antigo. | Cobraram {amount} pelo {plan} e nada mudou no aplicativo.
open: Paguei {amount} pelo {plan} e ainda não consigo adicionar ninguém. | Pegamos o {plan} pelos lugares; o dinheiro foi, o limite ficou.
open: Comprei {plan} pelas páginas de reserva. Elas não estão lá, mas os {amount} foram cobrados. | Pago {amount} pelo {plan} e não vejo nenhuma novidade.
open: A mudança para {plan} não funcionou, mas cobraram {amount}. | Cliquei uma vez, paguei {amount} e continuo igual.
more: Saí e entrei de novo em dois aparelhos. | A fatura diz {plan}, o aplicativo não.
more: Duas colegas começam na segunda e não têm acesso.
more: Precisamos delas até segunda.
more: Não tenho coragem de clicar de novo.
ask: Por favor, ativem ou devolvam o dinheiro.
ask: Quanto tempo vai levar?
ask: Quando teremos?
ask: Vou ser cobrado duas vezes se tentar outra vez?
agent: Vejo a cobrança de {amount}, e que o plano não acompanhou. Isso não deveria acontecer. Pedi o estorno.
agent: Você tem razão: o pagamento entrou e a mudança não. Sua conta está na lista dos desenvolvedores.
agent: Sinto muito. O pagamento está registrado e o {plan} não foi ativado. Marquei como urgente.
agent: Por favor, não clique de novo, cobraria duas vezes. São poucas contas e a correção está a caminho.
survey: Cobrado por um plano que nunca tive. Expliquei três vezes.
survey: Me passaram de um para outro por um erro de vocês.

== delivery_delayed
subject: Onde está o pedido {order}?
subject: Encomenda atrasada
open: O rastreio do pedido {order} está parado há dias. | Meu pedido {order} está há dias num centro de distribuição.
open: O pedido {order} era presente, e o aniversário já passou. | {product}, do pedido {order}, é um presente e está atrasado.
open: Fiquei em casa duas vezes por causa do pedido {order} e ninguém veio. | O entregador diz que veio duas vezes; ninguém tocou.
open: Acho que o pedido {order} se perdeu. | Faz {days} dias que {product} está "a caminho".
more: A transportadora manda perguntar ao remetente.
more: Queria pelo menos saber o dia.
more: Nem um aviso deixaram.
more: A transportadora já não reconhece o código.
ask: Onde está?
ask: Quando chega?
ask: Pode ir para um ponto de retirada?
ask: Podem mandar outro?
agent: Liguei para a transportadora: estava retido e sai amanhã. Desculpe a espera.
agent: Sinto pelo aniversário. A entrega é amanhã, e devolvi o frete.
agent: Desviei para o ponto de retirada mais próximo; estará lá na quinta, por uma semana.
agent: A transportadora admite que perdeu. Um novo {product} saiu hoje por expresso.
survey: Chegou com mais de uma semana de atraso e ninguém avisou.
survey: Produto bom, entrega péssima.

== device_trouble
subject: {product} não pareia
subject: {product} perde o Wi-Fi
subject: {product} mostra o dia errado
subject: {product} parado no código
open: {product} não pareia com o aplicativo. | Não consigo parear {product}.
open: {product} perde o Wi-Fi toda noite. | De manhã {product} está sempre sem conexão.
open: {product} mostra o plano de ontem até eu tirar da tomada. | Quando acordo, {product} ainda está no dia anterior.
open: {product} para na tela do código. | Não passo do código no {product}.
more: A luz pisca quatro vezes em âmbar e apaga.
more: Na primeira semana foi tudo bem.
more: Lá pelo meio-dia costuma acertar.
more: Já reiniciei duas vezes.
ask: O que mais posso tentar?
ask: Dá para ver o motivo daí?
ask: Como faço para atualizar?
ask: Preciso devolver?
agent: Quatro piscadas querem dizer que ele não alcança nosso servidor de hora, muitas vezes por causa da rede de visitantes. Tente a rede principal.
agent: Há um firmware desta semana que resolve. Enviei para o seu aparelho, dê uma hora.
agent: Com o fuso ajustado à mão ele perde a virada do dia. Escolha Automático em Aparelho, Relógio.
agent: Parece um chip com defeito. Envio um {product} novo e uma etiqueta para o antigo.
survey: O painel é lindo quando funciona.
survey: Parear levou uma noite inteira.

== import_trouble
subject: A importação para no meio
subject: Trazer minha agenda antiga
subject: Faltam compromissos
subject: Eventos repetidos
open: A importação para na metade e não diz mais nada. | Minha importação está em 48% há uma hora.
open: Não consigo trazer minha agenda antiga. | Como trago meus compromissos antigos para cá?
open: Importou, mas falta metade dos compromissos. | Depois de importar vejo este ano e nada antes.
open: Todos os eventos repetidos vieram uma vez só. | As reuniões semanais aparecem uma vez e nunca mais.
more: É uma agenda compartilhada do Outlook com uns quatro anos.
more: Exportei um arquivo ICS como diz o guia.
more: Sem os antigos não me serve de nada.
more: São uns quarenta.
ask: Existe limite de tamanho?
ask: O que estou fazendo de errado?
ask: Onde foram parar?
ask: Dá para consertar?
agent: Acima de 20 MB precisa vir em duas partes. Dividi a sua e comecei; você recebe um e-mail.
agent: Nada de errado. Conecte a agenda em vez de enviar o arquivo; assim ela também fica atualizada.
agent: Sem marcar Tudo entram só doze meses. Repeti para você com todos os anos.
agent: São as séries sem fim. Marque Manter séries abertas no último passo e repita; duplicados são reconhecidos.
survey: Nunca consegui importar minha agenda, então nem comecei.
survey: A importação é o ponto fraco.

== sync_trouble
subject: Mudanças chegam tarde
subject: Sincronização com o Google
subject: Compromissos apagados voltam
subject: Os outros não veem nada
open: O que mudo no celular aparece nos outros uma hora depois. | As mudanças levam uma hora para chegar aos outros aparelhos.
open: Google e Wrenfold não batem desde hoje cedo. | Nada mais chega da minha agenda do Google.
open: Compromissos que apago voltam. | Já apaguei o mesmo compromisso quatro vezes.
open: Os outros só veem o que acrescento depois de reiniciar o aplicativo. | Minhas mudanças não chegam aos outros.
more: Antes era na hora.
more: Do meu lado nada mudou.
more: Tenho duas agendas conectadas, se isso importa.
more: Só o quadro compartilhado faz isso.
ask: Tem algum problema aí?
ask: Preciso conectar de novo?
ask: Como me livro deles?
ask: O que podemos fazer?
agent: Houve um acúmulo entre oito e dez; já passou e suas mudanças entraram.
agent: A conexão com o Google tinha vencido. Enviei um link para renovar, depois volta a ser na hora.
agent: Duas agendas escrevem no mesmo quadro e se desfazem. Deixei uma só para leitura.
agent: Puxe a semana para baixo em cada celular, isso força a sincronização. Se repetir, me diga a hora.
survey: Tudo aparece tarde demais nos outros aparelhos.
survey: Compromissos apagados ressuscitam.

== invoice_question
subject: CNPJ na nota
subject: Dúvida sobre a fatura
subject: Notas para a contabilidade
subject: Cartão recusado
open: Falta nosso CNPJ na última nota. | Preciso do nosso CNPJ na nota de {amount}.
open: Não entendo a segunda linha da fatura. | Este mês a fatura passou de {amount}.
open: Podem mandar as notas direto para a contabilidade? | Encaminho cada nota à mão.
open: Meu cartão foi recusado, mas tem saldo. | O sistema diz que meu cartão foi recusado.
more: Senão a contadora devolve.
more: Só acrescentamos um lugar.
more: Só acho os três últimos meses.
more: Mês passado os {amount} passaram.
ask: Podem emitir de novo?
ask: Do que se trata?
ask: Onde mudo isso?
ask: E agora?
agent: Emiti de novo com o número e o endereço novo; está em Plano e cobrança.
agent: A segunda linha é a parte do mês do lugar novo. A partir do próximo é uma só.
agent: Pronto: as notas vão também para a contabilidade, e as antigas estão a caminho.
agent: Seu banco pede confirmação. Clique em Tentar de novo em Plano e cobrança e confirme no aplicativo do banco.
survey: Uma nota correta não devia precisar de chat.
survey: Não entendo as faturas.

== how_to
subject: Compartilhar um só quadro
subject: Esconder fins de semana
subject: Lembretes mais cedo
subject: Cores
open: Como compartilho um só quadro com alguém de fora? | Um convidado pode ver um quadro e mais nada?
open: Dá para esconder os fins de semana na visão semanal? | Quero que minha semana termine na sexta.
open: Queria os lembretes uma hora mais cedo para todos. | Dá para adiantar os lembretes de todos de uma vez?
open: Uma pessoa pode ter duas cores? | Como dou outra cor aos meus compromissos pessoais?
more: Ela não deve ver o resto do nosso plano.
more: Fechamos nos dois dias.
more: Somos umas seis pessoas.
more: Antes ficava no menu, acho.
ask: Dá com o plano {plan}?
ask: Onde fica?
ask: Ajusta num lugar só?
ask: Ou ainda não existe?
agent: Abra o quadro, toque nos três pontos, Compartilhar e Link de convidado. Convidados veem esse quadro e mais nada.
agent: Sim: Ajustes, Visão semanal, Dias mostrados. Vale só para você.
agent: Fica em Membros: marque os nomes, depois Lembretes, e ajuste para todos.
agent: A cor vai com a agenda: crie uma segunda para você em Membros e dê a outra cor.
survey: Algumas coisas são difíceis de achar.
survey: A ajuda está atrás do aplicativo.

== return_request
subject: Devolução {order}
subject: Devolver {product}
open: Quero devolver {product}, do pedido {order}. | O pedido {order} vai voltar.
open: {product} é bonito, mas grande demais para o corredor. | Não temos parede para {product}.
open: A cor de {product} não é a da tela. | O carvalho de {product} é mais escuro que nas fotos.
open: Preferia um painel menor que {product}. | Posso trocar {product}?
more: Está na caixa, completo.
more: Usei dois dias.
more: Não combina com nada.
more: Pedido {order}, se precisar.
ask: Como consigo a etiqueta?
ask: Ainda dá tempo?
ask: Posso devolver?
ask: Pago a diferença?
agent: Claro. A etiqueta está no seu e-mail. O reembolso leva cinco dias depois que chega.
agent: Com certeza, são trinta dias. A etiqueta está a caminho e não precisa da caixa original.
agent: Entendo. Abri a devolução do {order} e aviso quem faz as fotos.
agent: Sem problema. Mande {product} com a etiqueta; o outro sai hoje e acertamos a diferença.
survey: A devolução foi fácil, o aparelho não era para nós.
survey: Grande demais para a nossa parede.

== cancel_request
subject: Cancelar meu plano
subject: Encerrar assinatura
open: Quero cancelar no fim do mês. | Por favor, encerrem o {plan} no fim do mês.
open: Usamos pouco, encerrem a assinatura, por favor. | Está parado há semanas.
open: Não acho onde cancelar. | Onde fica o botão de cancelar?
open: Quero parar de pagar, mas manter meus dados. | O que acontece com meus quadros se eu cancelar?
more: Não é por vocês, somos menos gente agora.
more: Nunca chegamos a montar direito.
more: Olhei todos os ajustes.
more: Tem dois anos de anotações ali.
ask: Podem confirmar?
ask: Tem prazo?
ask: Fazem isso por mim?
ask: É possível?
agent: Feito, no último dia do mês. Pode voltar quando quiser.
agent: Encerrado, sem prazo e sem outra cobrança. Obrigado por experimentar.
agent: Só na web, em Plano e cobrança, bem no final. Já fiz para você.
agent: Seus quadros podem ser lidos por um ano, e enviei uma cópia de tudo.
survey: Simplesmente paramos de usar.
survey: Boa ideia, mas não pegou aqui.

== slow_reply
subject: Ainda sem resposta
subject: Segunda tentativa
open: Escrevi ontem e não tive retorno. | Já passou um dia da minha mensagem.
open: Alguém lê isto? Minha mensagem está sem resposta. | Alô? Tem alguém aí?
open: É minha segunda mensagem sobre o mesmo assunto. | Escrevo de novo porque ninguém responde.
open: A página promete duas horas. Já faz um dia. | Duas horas, diz a página.
more: Entendo a correria, mas uma palavra ajudaria.
more: No telefone desisti depois de vinte minutos.
more: O chat me pôs na fila e fechou.
more: Antes não era assim.
ask: Respondam, por favor.
ask: Quando posso esperar uma resposta?
ask: Escrevo para outro lugar?
ask: O que está acontecendo?
agent: Sinto muito. Esta semana muito mais gente escreveu do que podíamos atender. Estou com você agora.
agent: Estou aqui, e desculpe o silêncio. Tenho sua primeira mensagem na minha frente.
agent: É aqui mesmo, só demoramos demais. Assumi o seu caso.
agent: Você tem razão e não há desculpa: éramos poucos. Hoje fica resolvido.
survey: Mais de um dia esperando resposta.
survey: Demoraram uma eternidade.

== feature_wish
subject: Ideia: travar semanas passadas
subject: Imprimir um mês
subject: Modo noturno
subject: Idiomas na página de reservas
open: Ajudaria poder travar as semanas passadas. | Deixem fechar as semanas que acabaram.
open: Queria imprimir um mês inteiro numa folha. | Um mês numa página seria ótimo.
open: Um modo mais escuro à noite seria ótimo. | De noite o painel brilha demais.
open: Os clientes deviam poder escolher o idioma na página de reservas. | Nossa página de reservas é só em português.
more: Sempre alguém mexe depois.
more: Minha mãe tem 81 anos e gosta na geladeira.
more: Fica no corredor dos quartos.
more: Metade dos clientes não lê português.
ask: Está nos planos?
ask: Daria muito trabalho?
ask: Tem algum jeito?
ask: Quando poderia chegar?
agent: Gostei. Suas palavras estão na lista que lê quem constrói.
agent: Este ano não, sinceramente, mas é a quarta pessoa este mês, e isso conta.
agent: Está em teste. Seu painel já participa e hoje à noite escurece sozinho.
agent: Oito idiomas vêm na próxima versão. Eu escrevo.
survey: Sinto falta de um mês no papel.
survey: Faltam idiomas nas reservas.

== talk
greeting: Olá,
greeting: Bom dia,
greeting: Boa tarde,
greeting: Oi, pessoal,
greeting: Oi,
hello: Olá {name}, aqui é {agent}. Vou dar uma olhada.
hello: Bom dia, {agent} falando. Estou lendo sua mensagem.
hello: Oi {name}, sou {agent}. Um momento, por favor.
second: Olá {name}, sou {agent} e assumo daqui.
second: Bom dia, aqui é {agent}. Meu colega me passou o seu caso.
repeat: Já expliquei, mas de novo:
repeat: Preciso mesmo contar tudo outra vez?
repeat: Como eu disse ao seu colega:
thanks: Perfeito, era isso. Obrigado!
thanks: Ótimo, obrigada pela rapidez.
thanks: Funcionou. Bom dia para você.
thanks: Muito obrigado mesmo.
grumble: Isso não me ajuda muito.
grumble: Ou seja, esperar de novo.
grumble: Esperava mais.
dear: Olá {name},
dear: Oi {name},
looking: obrigado por escrever. Estou vendo com meus colegas e volto assim que souber mais.
looking: li sua mensagem e estou perguntando a quem entende do assunto.
close: Escreva se algo não ficar claro.
close: Me avise se não funcionar.
close: Espero que ajude.
regards: Abraço, {full_name}
regards: Atenciosamente, {full_name}
regards: Obrigado, {full_name}
agent_regards: {agent}, Wrenfold
agent_regards: Um abraço, {agent}

== ask
nps: Você recomendaria o Wrenfold a um amigo ou colega?
csat: Ficou satisfeito com a nossa ajuda?
leaving: Por que você está saindo?

== nps
high: A família toda finalmente olha o mesmo plano.
high: Desde que está na parede não perdemos um compromisso.
high: Nossas segundas ficaram calmas.
high: Simples, bonito e funciona.
high: A página de reservas me poupa uma hora por dia.
mid: Bom, com alguns defeitos.
mid: Gosto, mas não é barato.
mid: Cumpre o papel.
mid: Um pouco lento no celular.
low: Esperava mais pelo preço.
low: Pensaria duas vezes.
low: Isso não pode acontecer.

== nps_more
high: Continuem assim.
high: Até meu pai usa.
high: E o atendimento é gentil.
mid: A busca podia ser melhor.
mid: Sinto falta de imprimir.
mid: Queria mais cores.
low: Esperava mais do atendimento.
low: Complicado demais para nós.

== csat
good: {agent} foi rápido e gentil.
good: Resolvido em minutos, obrigado.
good: Resposta clara, era o que eu precisava.
good: Muita paciência comigo.
okay: No fim deu certo.
okay: Gentil, mas precisei perguntar duas vezes.
bad: Meu problema continua.
bad: Recebi uma resposta pronta.
slow: Espera longa demais pela primeira resposta.
slow: Boa resposta, mas um dia depois.
slow: Vocês já foram mais rápidos.
passed: Me passaram adiante e tive que começar de novo.
passed: Duas pessoas, as mesmas perguntas.

== leaving
price: Caro demais para o que usamos.
price: Uma agenda grátis me basta.
unused: Quase não abrimos nas últimas semanas.
unused: Voltei para o papel.
onboarding: Nunca consegui importar minha agenda.
onboarding: Muita coisa para montar sozinho.
service: Muitos probleminhas e respostas lentas.
service: Esperei demais por ajuda.
switched: Minha nova empresa usa outra coisa.
switched: A equipe preferia o de antes.
billing: Cobrado por um plano que nunca recebi.
billing: Perdi a confiança depois do erro de cobrança.
closed: Estou fechando o negócio.
closed: Vamos morar fora.

== mail
welcome: Boas-vindas, {name}. Sua semana começa aqui
invitation: Você foi convidado para um plano compartilhado
import_reminder: {name}, traga sua agenda
trial_ending: Faltam três dias do teste
receipt: Seu recibo do Wrenfold
order_confirmation: Pedido {order} confirmado
shipped: O pedido {order} está a caminho
survey: Uma pergunta, {name}
winback: Seus quadros continuam aqui
upgrade_hint: Planeja com mais gente?
newsletter: A dobra do mês: planos que passam de janeiro
newsletter: A dobra do mês: nove pessoas, uma cozinha
newsletter: A dobra do mês: outono na parede
newsletter: A dobra do mês: reservas que não irritam
newsletter: A dobra do mês: manhãs sem reunião
newsletter: A dobra do mês: um semestre sem agenda dupla
newsletter: A dobra do mês: o que as férias ensinam sobre listas
newsletter: A dobra do mês: volta às aulas com calma
newsletter: A dobra do mês: placas para escritórios pequenos
newsletter: A dobra do mês: a versão silenciosa
newsletter: A dobra do mês: presentes que dão as horas
newsletter: A dobra do mês: um ano em quatro mil semanas

== page
home: Um plano para todos
features: Recursos
pricing: Planos e preços
families: Para famílias
teams: Para equipes
stories: Histórias
blog: Vinte minutos de arrumação no domingo
blog: Como nove pessoas dividem uma cozinha
blog: Reservas que não irritam
blog: Por que o plano fica na parede
blog: Manhãs sem reunião
blog: O que aprendemos com 4.000 semanas
shop: Loja
cart: Carrinho
checkout: Finalizar compra
confirmation: Obrigado
help: Importar sua agenda
help: Parear um painel
help: Mudar de plano
help: Compartilhar um quadro
help: Por que alguns compromissos chegam tarde
help: Devoluções e reembolsos
signup: Criar conta
login: Entrar
app_week: Esta semana
app_boards: Quadros
app_bookings: Reservas
app_members: Membros
app_billing: Plano e cobrança
app_import: Importar
app_lists: Listas
)book";

}  // namespace throughline::demo::texts
