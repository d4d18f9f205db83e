/**
 * Languages in Latin letters by words and letters that they alone have. `english` counts English words;
 * `foreign` names the language whose words outweigh them.
 */
export function latinOf(text: string): { readonly english: number; readonly foreign?: string } {
  const tokens =
    text
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{Script=Latin}\p{M}]+(?:'[\p{Script=Latin}\p{M}]+)?/gu) ?? [];
  const scores = new Map<string, number>();
  let english = 0;
  for (const token of tokens) {
    if (ENGLISH.has(token)) english++;
    const word = token.normalize("NFC");
    for (const name of WORDS.get(word) ?? WORDS.get(word.replace(/'.*/, "'")) ?? [])
      scores.set(name, (scores.get(name) ?? 0) + BY_WORD);
  }
  const joined = text.toLowerCase().normalize("NFC");
  for (const { name, letters } of PROFILES) {
    const signs = letters === undefined ? 0 : (joined.match(letters)?.length ?? 0);
    if (signs > 0) scores.set(name, (scores.get(name) ?? 0) + Math.min(MOST_SIGNS, signs) * BY_SIGN);
  }
  let best: readonly [name: string, score: number] | undefined;
  for (const one of scores) if (one[1] > (best?.[1] ?? 0)) best = one;
  // A single short word may be a name, a typo or code; two, or one that is telling, are not.
  if (best === undefined || best[1] <= english || best[1] < LEAST) return { english };
  return { english, foreign: best[0] };
}

/** A word that English has not tells more than one that it shares with names and code. */
const BY_WORD = 1.2;
const MOST_SIGNS = 3;
const BY_SIGN = 0.9;
const LEAST = 0.9;

/** Words that nobody writes who isn't writing English. None of them is a name or keyword of the trade. */
const ENGLISH = new Set(
  `a about after again all also always am an and any anyone are aren't as at be because been before but by can can't
  cannot could couldn't did didn't do does doesn't doing don't dont each either every explain few from get gets
  give got had has have haven't having he hello help her here hey hi him his how i i'd i'll i'm i've im instead into
  is isn't it it's its just know like make many maybe me mean means more most much must my need never no not of
  off often on only or other our out please really same say see shall she should show simpler so some someone
  something still such sure tell than thank thanks that that's the their them then there these they thing this
  those to too tried try understand until us use used using very want was wasn't we were what what's when where
  which while who why will with without won't work working works would wrong yes yet you your you're
  good great nice fine okay today tomorrow cool awesome morning bye sorry wait done finished stuck lost homework
  lesson course exam question answer deadline refund week`.split(/\s+/),
);

type Profile = {
  readonly name: string;
  readonly words: string;
  /** Letters and endings that hardly any other language of this table has. */
  readonly letters?: RegExp;
};

const PROFILES: readonly Profile[] = [
  {
    name: "Spanish",
    words:
      "el los las una unos que qué de del y por para con no está esta este esto como cómo cuando cuándo donde dónde quién cuál pero más muy mi tengo tiene puedo puede puedes quiero necesito hola gracias buenos buenas días tardes noches ayuda tarea clase curso examen entiendo sé hacer hago es son ser estoy estás yo tú usted ustedes nosotros ellos sí también porque entonces todo nada algo ahora ya hoy mañana aquí otra otro sin sobre desde hasta me te se lo le nos su sus funciona error profesor alguien vale perdón hay fue era estaba explicar sale salen seguro segura sigue código pregunta problema favor entregar pagar plazo vez voy va vamos ir probar intentar hice hizo puse salió ver veo mira archivo página mal bien mejor peor nuevo cosa gente verdad claro listo jaja jajaja duda semana ayer nunca siempre solo cada poco mucho muchas pues creo oye ayúdame déjame",
    letters: /[ñ¿¡]|ción\b/g,
  },
  {
    name: "Portuguese",
    words:
      "o os as um uma uns não nao que de do da dos das em no na nos nas e ou por para pra com como quando onde quem qual mas mais muito meu minha tenho tem posso pode quero preciso olá ola oi obrigado obrigada bom boa dia tarde noite ajuda tarefa aula curso prova entendo entendi sei fazer faço é são ser estou está estava eu você voce vocês nós eles sim também porque então tudo nada algo agora já hoje amanhã aqui outro outra sem sobre desde até me te se lhe seu sua funciona erro professor alguém isso isto este essa ainda consigo exercício dúvida código pergunta problema favor entregar pagar prazo vez vou vai vamos ir tentar fiz deu novo nova arquivo página errado certo mal bem melhor coisa gente verdade claro pronto kkk kkkk rsrs semana ontem nunca sempre só cada pouco muita então acho olha desculpa desculpe valeu blz beleza tô tá pra cadê consegue",
    letters: /[ãõ]|ção\b|ções\b|lh[aeo]\b|nh[aeo]\b/g,
  },
  {
    name: "French",
    words:
      "le la les un une des du de et ou est es suis sont être avoir ai as a avez je tu il elle nous vous ils elles que qui quoi où quand comment pourquoi pas ne ça ce cette ces mon ma mes ton ta son sa notre votre pour avec sans sur dans par mais plus très bien bonjour salut bonsoir merci oui non aide aider devoir devoirs cours examen comprends comprendre peux peut pouvez veux faire fait quel quelle aussi encore déjà aujourd'hui demain ici j'ai j' l' d' c'est c' n' qu' s' m' t' marche erreur professeur quelqu'un au aux y s'il plaît stp svp rien tout toujours exercice question code problème rendre payer mdr trop désolé désolée mauvais fichier drôle bon bonne vais va allons essayer encore fois vrai d'accord chose gens semaine hier jamais peu beaucoup puis crois voir vois page voilà super cool-là fichiers dépôt lien envoyer réessayer bloqué aucune ni leur leurs même faut ouais bof",
    letters: /[œèêëùû]|\b(?:qu|j|l|d|c|n|s|m)'(?=\p{L})/gu,
  },
  {
    name: "German",
    words:
      "der die das den dem des ein eine einen einem einer und oder aber ist sind bin war hat habe haben hast ich du er sie es wir ihr mich mir dich dir uns euch nicht kein keine mit ohne für auf aus bei nach von zu zum zur im am an in wie was wann wo wer warum welche welcher wenn weil dass auch noch schon sehr mehr hallo danke bitte ja nein hilfe hausaufgabe hausaufgaben aufgabe kurs prüfung verstehe verstanden kann können muss will möchte machen mache geht funktioniert fehler bedeutet dieser diese dieses welches worauf lehrer jemand heute morgen hier dann alles nichts etwas guten tag abend moin über vielen dank gibt nur mal frage code problem abgeben bezahlen frist immer wieder falsche falsch falscher falsches datei tut leid leider klar super genau neu neue besser schlecht versuche versuchen probiere nochmal woche gestern nie viel wenig glaube sehe sehen seite stimmt egal okay-ja halt eben doch danach vorher hänge verstanden klappt läuft",
    letters: /[ß]|(?<=\p{L})(?:ä|ö|ü)|\b[äöü]|sch(?=\p{L})|\p{L}{4}(?:ung|keit|heit|lich)\b/gu,
  },
  {
    name: "Italian",
    words:
      "il lo gli la le un una uno di del della dei degli delle e o ma che chi cosa come quando dove perché perche quale non è sono sei siamo ho hai ha abbiamo hanno io tu lui lei noi voi loro mi ti si ci vi per con senza su da dal nel nella più molto bene ciao grazie buongiorno buonasera salve aiuto compito compiti corso esame lezione capisco capito posso può puoi voglio devo fare faccio anche ancora già oggi domani qui questo questa quello quella mio mia tuo suo funziona errore professore qualcuno tutto niente sì esercizio c'è domanda codice problema consegnare pagare scadenza vado va andiamo provare ancora volta file-sbagliato sbagliato giusto nuovo nuova meglio male cosa gente vero chiaro pronto settimana ieri mai sempre solo ogni poco molto molti credo vedo pagina scusa scusate dai boh allora riprovo bloccato",
    letters: /[àìò]\b|zione\b|zioni\b|\b(?:dell|nell|all|dall|sull|quest|un|c|l)'(?=[aeiouèh])/g,
  },
  {
    name: "Dutch",
    words:
      "de het een en of maar is zijn ben was heb heeft hebben ik jij je hij zij ze wij we jullie mij me jou hem haar ons niet geen met zonder voor op uit bij naar van te om aan in hoe wat wanneer waar wie waarom welke als omdat dat dit deze die ook nog al heel meer hallo hoi dank bedankt alsjeblieft ja nee hulp huiswerk opdracht cursus les tentamen begrijp snap kan kun kunnen moet wil doen doe gaat werkt fout docent leraar iemand vandaag morgen hier dan alles niets iets goed goedemorgen goedenavond graag mijn jouw krijg maken vraag probleem inleveren betalen verkeerde verkeerd bestand nieuw beter slecht probeer proberen opnieuw week gisteren nooit altijd weinig denk zie zien pagina klopt sorry-hoor laat lukt even gewoon echt wel daar er",
  },
  {
    name: "Polish",
    words:
      "i w z na do nie to jest są być mam masz ma mamy ja ty on ona my wy oni że co jak kiedy gdzie kto dlaczego czemu który która ale albo lub więc bo też już jeszcze tylko bardzo dzień dobry cześć hej dziękuję dzięki proszę tak pomoc pomocy zadanie zadania kurs lekcja egzamin rozumiem mogę może możesz chcę muszę zrobić robić działa błąd nauczyciel ktoś dzisiaj dziś jutro tutaj tu wszystko nic coś mi mnie się jestem po dla od przez przy mój moja moje czy",
    letters: /[ąęłńśźż]/g,
  },
  {
    name: "Turkish",
    words:
      "ve bir bu şu o ne nasıl neden niye niçin kim nerede ne zaman hangi için ile ama fakat çok daha var yok değil mi mı mu mü ben sen biz siz onlar bana sana bunu evet hayır merhaba selam teşekkürler teşekkür ederim lütfen yardım ödev ders kurs sınav anlamadım anlıyorum yapabilirim istiyorum gerek yapmak çalışmıyor hata hoca öğretmen birisi biri bugün yarın burada her şey hiç gibi kadar sonra önce olarak nedir nereden misiniz musunuz",
    letters: /[ğış](?=\p{L}|\b)|ıyor|iyor\b|miyor/gu,
  },
  {
    name: "Vietnamese",
    words:
      "và là của không có tôi em anh chị mình bạn thầy cô cái này đó gì sao nào khi đâu ai tại vì như thế được cho với trong trên một các những rất nhiều hơn cũng đã đang sẽ chưa rồi cảm ơn chào xin giúp bài tập khóa học thi hiểu biết làm lỗi hôm nay mai ở đây hết toi khong ban",
    letters: /[ăđơư]|[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/g,
  },
  {
    name: "Indonesian",
    words:
      "dan yang di ke dari untuk dengan tidak tak bukan ada adalah ini itu saya aku kamu anda dia kita kami mereka apa bagaimana gimana kenapa mengapa kapan siapa dimana mana tapi tetapi atau karena jika kalau sudah belum akan bisa dapat mau ingin harus juga sangat lebih banyak halo hai terima kasih makasih tolong selamat pagi siang malam ya bantuan tugas kursus kelas ujian mengerti paham tahu membuat kerja salah guru dosen seseorang hari besok sini semua dalam pada nya lagi masih cara",
  },
  {
    name: "Swedish",
    words:
      "och att det är en ett jag du han hon vi ni de mig dig oss inte ingen med utan för på av till från i om hur vad när var vem varför vilken men eller så som har hade kan kunde ska vill måste göra gör går fungerar fel lärare någon idag imorgon här allt inget något hej tack snälla ja nej hjälp läxa uppgift kurs lektion prov förstår också mycket mer bra god mitt min din",
    letters: /[å]|(?<=\p{L})ä(?=\p{L})/gu,
  },
  {
    name: "Romanian",
    words:
      "și si este sunt eu tu el ea noi voi ei nu da cu fără pentru pe la din de ce cum când unde cine care dar sau că să am ai are avem pot poate vreau trebuie fac face merge eroare profesor cineva azi mâine aici tot nimic ceva bună salut mulțumesc multumesc ajutor tema curs lecție examen înțeleg foarte mai bine meu mea o un",
    letters: /[șțăâî]/g,
  },
  {
    name: "Czech",
    words:
      "a je jsem jsou být mám máš má já ty on ona my vy oni že co jak kdy kde kdo proč který ale nebo protože také už ještě jen velmi dobrý den ahoj děkuji díky prosím ano ne pomoc úkol kurz lekce zkouška rozumím nerozumím mohu můžu může chci musím udělat dělat funguje nefunguje chyba učitel někdo dnes zítra tady vše nic něco se si to na do od pro při můj moje",
    letters: /[ěřůťď]/g,
  },
  {
    name: "Finnish",
    words:
      "ja on ei en et se hän minä sinä me te he mikä mitä miten milloin missä kuka miksi mutta tai että myös jo vielä vain hyvä hei moi kiitos kyllä apua tehtävä kurssi koe ymmärrä voin voi haluan pitää tehdä toimi virhe opettaja joku tänään huomenna täällä kaikki mitään jotain minun",
    letters: /(?:ää|öö|yö|ssä\b|llä\b)/g,
  },
  {
    name: "Hindi",
    words:
      "hai hain ka ki ke ko kya kaise kyu kyun kyon nahi nahin mujhe mera meri mere aap tum hum se chahiye bhai karo karna kar raha rahi hota hoti haan accha acha theek thik sab kuch kab kaha kahan kaun kitna kitne batao samajh aaya aa gaya gya wala wali lekin par abhi phir bhi toh hua tha thi ho hoga milega krna krta apne isme usme yeh ye woh wo agar liye dena lena pata",
  },
  {
    name: "Tagalog",
    words:
      "ang ng mga sa na ay ako ikaw siya kami tayo sila ko mo niya ito iyan hindi wala may mayroon paano ano bakit kailan saan sino pero o at para kasi po opo salamat kumusta magandang umaga tulong takdang aralin naiintindihan gusto kailangan pwede gawin mali guro yung lang naman din rin",
  },
  {
    name: "Hungarian",
    words:
      "és az egy nem van vagyok ez azt hogy mi mit mikor hol ki miért de vagy mert is már még csak nagyon jó szia helló köszönöm kérem igen segítség házi feladat tanfolyam óra vizsga értem tudom tudok akarok kell csinálni működik hiba tanár valaki ma holnap itt minden semmi valami nekem",
    letters: /[őű]/g,
  },
];

/** Words of other languages that are also English, names or terms of the trade: they say nothing. */
const SHARED = new Set(
  `am an as at code come con curious die do error extra fine file gift go god ha hat he her him hoc
  in is it item job just kind la late link list luck made mail main man me men met mm mu my na ne new
  no not note of ok on or os over page pan par park pay per place plan point pour problem question rates ready
  res rest see she sir slim so some son star stress super sure tag take tell test the tire to ton toast
  tot tv two van video vs war was water we week well wen wer will ye you ai da de do ho la ma mo my na o e a
  i y u da ti va y au of pa po es en `.split(/\s+/),
);

const WORDS = new Map<string, string[]>();
for (const { name, words } of PROFILES)
  for (const word of words.split(" ").filter((one) => !SHARED.has(one) && !ENGLISH.has(one))) {
    const known = WORDS.get(word);
    if (known === undefined) WORDS.set(word, [name]);
    else if (!known.includes(name)) known.push(name);
  }
