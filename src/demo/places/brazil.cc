#include "demo/places.h"

namespace throughline::demo::places {

const std::string_view brazil = R"book(
== place
code: BR
name: Brazil
language: pt
locale: pt-BR
currency: BRL 6 500
weight: 9
iphone: 0.24
city: São Paulo|America/Sao_Paulo|-180
city: Rio de Janeiro|America/Sao_Paulo|-180
city: Belo Horizonte|America/Sao_Paulo|-180
city: Curitiba|America/Sao_Paulo|-180
city: Porto Alegre|America/Sao_Paulo|-180
city: Salvador|America/Bahia|-180
city: Recife|America/Recife|-180
city: Florianópolis|America/Sao_Paulo|-180
city: Manaus|America/Manaus|-240
phones: +55119######## +55219######## +55319######## +55419######## +55519######## +55819########
mail: correio.example caixa.example recado.example

== names
women: Ana Maria Júlia Beatriz Larissa Camila Fernanda Gabriela Letícia Mariana Isabela Rafaela
women: Bruna Aline Patrícia Juliana Luciana Vanessa Débora Tatiane Helena Valentina Lívia Heloísa
women: Cecília Rosângela Conceição Iara Yasmin Natália
men: João Pedro Lucas Gabriel Mateus Rafael Gustavo Felipe Bruno Thiago Rodrigo Leonardo Vinícius
men: André Eduardo Marcelo Ricardo Fábio Luiz Caio Murilo Otávio Davi Bernardo Heitor Antônio
men: Francisco Sérgio Wellington Anderson
families: Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro
families: Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento
families: Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana
families: Teixeira Araújo Pinto Cavalcanti Monteiro Moura Campos Batista Farias Tavares Nogueira
families: Peixoto Bittencourt Yamashita Guimarães Assunção
company: Escritório {family} Advogados|Legal
company: Padaria {family}|Food
company: Clínica {family}|Healthcare
company: {family} Arquitetura|Architecture
company: Estúdio {family}|Design
company: Marcenaria {family}|Crafts
company: Escola de Música {family}|Education
company: {family} Eventos|Events
company: Pousada {family}|Hospitality
company: {family} Contabilidade|Consulting
household: Família {family}
)book";

}  // namespace throughline::demo::places
