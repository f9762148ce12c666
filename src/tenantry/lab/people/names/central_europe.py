"""Polish, Czech, Hungarian, Romanian, Ukrainian and Bulgarian names."""

# ruff: noqa: RUF001  # Cyrillic names are written in Cyrillic letters

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="pl-PL",
        country="Poland",
        usage_location="PL",
        women=names(
            "Agnieszka, Bożena, Grażyna, Hanna, Jadwiga, Julia, Kinga, Łucja, Małgorzata, Róża, "
            "Wioletta, Zofia"
        ),
        men=names(
            "Błażej, Grzegorz, Jakub, Jędrzej, Kacper, Łukasz, Maciej, Paweł, Stanisław, Szymon, "
            "Wacław, Zbigniew"
        ),
        surnames=surnames(
            "Bąk, Dąbrowska/Dąbrowski, Głowacka/Głowacki, Jabłońska/Jabłoński, Kaźmierczak, "
            "Kowalska/Kowalski, Łukasik, Majchrzak, Nowak, Piątek, Rogalska/Rogalski, Sikora, "
            "Śliwa, Wiśniewska/Wiśniewski, Wójcik, Zając"
        ),
        places=(
            place("Kraków", "małopolskie", "31-011", "ul. Smocza #", "+48 12 555 ####"),
            place("Warszawa", "mazowieckie", "00-017", "ul. Syrenia #", "+48 22 555 ####"),
            place("Gdańsk", "pomorskie", "80-823", "ul. Bursztynowa #", "+48 58 555 ####"),
        ),
        mobile="+48 605 55 ####",
    ),
    Culture(
        language="cs-CZ",
        country="Czechia",
        usage_location="CZ",
        women=names(
            "Adéla, Božena, Dagmar, Eliška, Jitka, Kateřina, Ludmila, Markéta, Růžena, Šárka, "
            "Tereza, Žaneta"
        ),
        men=names(
            "Bedřich, Čeněk, František, Jiří, Kryštof, Luboš, Matěj, Ondřej, Radek, Šimon, Václav, "
            "Zdeněk"
        ),
        surnames=surnames(
            "Bartošová/Bartoš, Čermáková/Čermák, Dvořáková/Dvořák, Fialová/Fiala, Hájková/Hájek, "
            "Horáková/Horák, Jelínková/Jelínek, Kučerová/Kučera, Němcová/Němec, Novotná/Novotný, "
            "Procházková/Procházka, Říhová/Říha, Svobodová/Svoboda, Šťastná/Šťastný, "
            "Veselá/Veselý, Zemanová/Zeman"
        ),
        places=(
            place("Praha", "", "110 00", "Hvězdná #", "+420 255 55 ####"),
            place("Brno", "", "602 00", "Mlýnská #", "+420 543 55 ####"),
            place("Ostrava", "", "702 00", "Hutní #", "+420 596 55 ####"),
        ),
        mobile="+420 605 55 ####",
    ),
    Culture(
        language="hu-HU",
        country="Hungary",
        usage_location="HU",
        family_first=True,
        women=names(
            "Ágnes, Boglárka, Csilla, Emőke, Erzsébet, Gyöngyi, Ildikó, Katalin, Lilla, Réka, "
            "Tünde, Zsófia"
        ),
        men=names(
            "Ádám, Balázs, Csaba, Dezső, Ferenc, Gergő, György, István, Levente, Máté, Sándor, "
            "Zoltán"
        ),
        surnames=surnames(
            "Balogh, Bíró, Csizmadia, Erdős, Fehér, Gál, Halász, Juhász, Kelemen, Lukács, "
            "Mészáros, Nagy, Szűcs, Takács, Vörös, Zsigmond"
        ),
        places=(
            place("Budapest", "", "1051", "Hajós köz #.", "+36 1 555 ####"),
            place("Szeged", "", "6720", "Tisza sor #.", "+36 62 555 ###"),
            place("Debrecen", "", "4024", "Puszta utca #.", "+36 52 555 ###"),
        ),
        mobile="+36 20 555 ####",
    ),
    Culture(
        language="ro-RO",
        country="Romania",
        usage_location="RO",
        women=names(
            "Alexandra, Anca, Bianca, Cătălina, Crina, Delia, Ioana, Luminița, Mădălina, Roxana, "
            "Ștefania, Teodora"
        ),
        men=names(
            "Andrei, Bogdan, Cătălin, Ciprian, Dragoș, Gheorghe, Ionuț, Mihai, Răzvan, Sorin, "
            "Ștefan, Vlad"
        ),
        surnames=surnames(
            "Apostol, Bălan, Ciobanu, Dănilă, Enache, Florea, Grigorescu, Ionescu, Lăzărescu, "
            "Munteanu, Negruț, Păun, Rotaru, Șerban, Tănase, Țurcanu"
        ),
        places=(
            place("București", "", "030167", "Strada Teilor #", "+40 21 555 ####"),
            place("Cluj-Napoca", "Cluj", "400001", "Strada Cetății #", "+40 264 555 ###"),
        ),
        mobile="+40 722 555 ###",
    ),
    Culture(
        language="uk-UA",
        country="Ukraine",
        usage_location="UA",
        women=names(
            "Ганна=Hanna, Дарина=Daryna, Євгенія=Yevheniia, Зоряна=Zoriana, Ірина=Iryna, "
            "Катерина=Kateryna, Леся=Lesia, Марта=Marta, Оксана=Oksana, Ольга=Olha, "
            "Соломія=Solomiia, Юлія=Yuliia"
        ),
        men=names(
            "Андрій=Andrii, Богдан=Bohdan, Василь=Vasyl, Дмитро=Dmytro, Ігор=Ihor, "
            "Максим=Maksym, Назар=Nazar, Олексій=Oleksii, Остап=Ostap, Сергій=Serhii, "
            "Тарас=Taras, Юрій=Yurii"
        ),
        surnames=surnames(
            "Бондаренко=Bondarenko, Вербицька=Verbytska/Вербицький=Verbytskyi, Гнатюк=Hnatiuk, "
            "Дорошенко=Doroshenko, Захарчук=Zakharchuk, Іваненко=Ivanenko, Коваленко=Kovalenko, "
            "Ковальчук=Kovalchuk, Лисенко=Lysenko, Мельник=Melnyk, Олійник=Oliinyk, "
            "Павленко=Pavlenko, Савчук=Savchuk, Ткаченко=Tkachenko, Федорчук=Fedorchuk, "
            "Яворська=Yavorska/Яворський=Yavorskyi"
        ),
        places=(
            place("Kyiv", "", "01001", "Kashtanova St. #", "+380 44 555 ####"),
            place("Lviv", "", "79000", "Levova St. #", "+380 32 255 ####"),
        ),
        mobile="+380 67 555 ####",
    ),
    Culture(
        language="bg-BG",
        country="Bulgaria",
        usage_location="BG",
        women=names(
            "Боряна=Boryana, Виолета=Violeta, Гергана=Gergana, Десислава=Desislava, Елица=Elitsa, "
            "Жана=Zhana, Ивелина=Ivelina, Мария=Maria, Надежда=Nadezhda, Ралица=Ralitsa, "
            "Цветелина=Tsvetelina, Яна=Yana"
        ),
        men=names(
            "Ангел=Angel, Борислав=Borislav, Васил=Vasil, Георги=Georgi, Димитър=Dimitar, "
            "Ивайло=Ivaylo, Красимир=Krasimir, Любомир=Lyubomir, Николай=Nikolay, Пламен=Plamen, "
            "Стоян=Stoyan, Христо=Hristo"
        ),
        surnames=surnames(
            "Ангелова=Angelova/Ангелов=Angelov, Василева=Vasileva/Василев=Vasilev, "
            "Георгиева=Georgieva/Георгиев=Georgiev, Димитрова=Dimitrova/Димитров=Dimitrov, "
            "Златева=Zlateva/Златев=Zlatev, Илиева=Ilieva/Илиев=Iliev, Колева=Koleva/Колев=Kolev, "
            "Маринова=Marinova/Маринов=Marinov, Николова=Nikolova/Николов=Nikolov, "
            "Петкова=Petkova/Петков=Petkov, Русева=Ruseva/Русев=Rusev, "
            "Стоянова=Stoyanova/Стоянов=Stoyanov, Тодорова=Todorova/Тодоров=Todorov, "
            "Христова=Hristova/Христов=Hristov, Цветкова=Tsvetkova/Цветков=Tsvetkov, "
            "Янкова=Yankova/Янков=Yankov"
        ),
        places=(
            place("Sofia", "", "1000", "Rozova St. #", "+359 2 555 ####"),
            place("Plovdiv", "", "4000", "Trakiya St. #", "+359 32 555 ###"),
        ),
        mobile="+359 88 555 ####",
    ),
)
