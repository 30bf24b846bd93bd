"""Words that are names too, and words that say nothing of whose organisation it is."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Surnames that are ordinary words: found only where something shows that a person is meant.
ORDINARY = _words(
    """
    able albert alder alexandra all an angel apple arch arms art as ash at baker ball ban band bank banks bar bark
    barn base bass bat bay beach beacon beam bean bear beard bee bell bench berry best bird birth bishop bit black
    blank blind block blood bloom blue board bold bolt bond bone book born bow box boy brand brave bread break bridge
    bridges bright broad brook brown budget bull burden burn burns bush buyer cage can card care carer carpenter
    carter case cash castle chain chair chamber chambers chance chancellor change chapel chaplain chart chase cheek
    child church clay clear clerk clever cliff clinic close coast coat coffee cold collar constable cook cope core
    corn cost cotton court craft cross crow crown cruise cure curry cutter dale dance dark dart data dawn day days
    deal dean dear death deed deep den dent diet do doctor dose dove down drew driver drug duck duke earl early east
    edge elder else error ever fair faith fall falls fan far farmer fast father fear feather fell fellow fellows ferry
    field fields fine fire first fish fisher fit flood flower flowers fog foot force ford forest forth forward foster
    fox frame free freed fresh friend frost full fuller gain gale game gap garden gardener gates gender gift glass
    global goal gold golden good grace grand grant grants grass grave graves gray great green greens grey grief ground
    grove growth guard guest guide guy hale hall ham hammer hand hands happy hard hardy harm haven hawk hay he head
    health heard heart heath heaven hedge held help herd hero high hill hills hire ho hold holder hole holiday home
    honey hood hook hope horizon horn house how human hunt hunter imperial in inch iron is ivory jolly joy judge just
    keen keep key keys kin kind king kings kit kitchen knight knot lad lake lamb land lane large last late law lawn
    laws lead leader leaf learned lent lesson light lily lime line little lock lodge long love low lower lucky lung ma
    major man manner manners march mark marks marsh mason masters match may meadows means meek mercy merry mild miles
    mill mills mint model mole money monk moon moor moral more morning moss mould mount mountain mustard my nail neat
    need needle new nice night no noble noon north nurse nut oak old olive only or orchard page pain painter pan paper
    parish park parks part partner past patch patient peace peach peak pear pearl penny pepper perfect person phoenix
    pike pill pine pink pitch place plan plant plum pool poor pope post pot potter pound pounds power powers price
    pride priest prime prince prior probe profit proud pulse purse quality quick race rain ran rank rate ratio raven
    ray read reader ready reason reed rest rice rich ridge ring rise risk river rivers road robin rock roof rook root
    rose round rounds row royal rule rush safe safety sage said sailor salt sand sands savage saw say scales scan school
    score seal search seat self senior set setter shade share sharp shed sheep shepherd sheriff shine ship shore short
    silver simple singer skill skin slack sleep small smart smooth snow so sole song sound south spark sparks spear
    speed spice spring stable stack staff stage stark start steel steer step stern steward still stock stone stones
    storm strange straw stream street stress stroke strong study style summer summers sun swan sweet swift tall tan
    team teller temple test theatre to toll tong too tower towers town travel treasure tree triage trial trigger
    trinity trip true trump twin twist unity usher vale value vane victoria vine vision vital wait walker wall walls
    want ward ware warm wash watch water waters way week weeks well wells west wheat wheel white wild will wills win
    wind wine wing winner winter winters wise wish wolf wood woods wool word words work worker world worth wound yard
    yes you young younger
    """
)
# Ordinary words that always begin with a capital, so that the capital shows nothing.
ALWAYS_CAPITAL = _words(
    """
    africa america april asia august britain british china christmas december dutch easter england english europe
    february france french friday german germany holland india ireland irish israel january jordan july june london
    march may monday november october saturday scotland scott september sunday thursday tuesday wales wednesday welsh
    """
)
# Names that a test, an illness or a method bears: no author, if such a word follows.
EPONYMS = _words(
    """
    aberdeen altman apgar barthel belfast bevan birmingham bland bonferroni braden bristol cambridge cardiff charlson
    chi cochrane cohen cox crohn cronbach cushing deming donabedian down dundee edinburgh fisher francis freeman gantt
    gibbs glasgow graves hawthorne ishikawa kaplan kirkpatrick kolb kotter kruskal leeds lewin likert liverpool
    manchester mann maslow mcnemar meier newcastle nightingale nottingham oxford pareto parkinson pearson schwartz
    shapiro sheffield shewhart spearman student tukey wallis waterlow whitney wilcoxon wilk
    """
)
BEARS_A_NAME = _words(
    """
    alpha altman analysis bar chart charts checklist coefficient collaboration coma correction correlation criteria
    curve cycle depression diagram disease effect exact frailty framework grading handicap hazard hazards hierarchy
    hip index inquiry kappa knee level levels library limits meier method model plot postnatal principle prize
    proportional questionnaire rank rating reflective regression report review reviews rounds rule scale scales score
    scores signed stage stages stool syndrome t test tests theory triage u wallis whitney wilk
    """
)
TITLES = _words(
    """
    colonel dame doctor dr lady lord matron miss mr mrs ms mx prof professor rev sir sister
    """
)
# Abbreviations that any abstract may use, whatever somebody’s initials are.
ABBREVIATIONS = _words(
    """
    AE AF AHP AI AKI ANP AP APP AR BAME BMA BMI BMJ BP CA CBT CCG CE CF CI CIO CME COPD CPD CPR CQC CRP CT CV CVD DA
    DC DNA DOH ECG ECT ED EDI EEG EHR ENT EPR ER EU FY GA GCS GDP GI GIM GMC GP HCA HCP HDU HEE HIV HR IA IC ICB ICS
    ICU ID IG IHI IM IPE IQ IQR IT ITU IV KPI LA LGBT LMIC MBA MC MD MDT ME MI MR MRC MRI MS NA NHS NHSE NI NICE NIHR
    NMC NP OA OB OD OH OR OSCE OT PA PACS PALS PC PCN PCT PDSA PE PG PH PHD PHE PI PMS PPE PPI PR PT QA QI QIP QOF RA
    RCA RCN RCP RCT REC RN ROC RR SA SAS SBAR SD SE SEM SI SMS SOP SPC SPSS SR ST STP TB TIA TV UCL UK UN US USA UTI
    VTE WBC WHO WTE YES
    """
)
# What may stand with a surname and is none: particles, generations and honours.
WITH_A_SURNAME = _words(
    """
    abu al ap bin binti dos das den el ibn ii iii jr mac mbe mc md mrcgp mrcp nee obe phd sr st ten ter
    """
)
# Words of an organisation’s name that many organisations share.
SHARED = _words(
    """
    a academic academy acute adult alliance ambulance america and associates association at australia authority board
    borough britain british bureau business campus canada cancer care cares center central centre charity child
    children childrens city clinic clinical college combined commission committee community computing consortium
    consultants consulting corporate corporation council country county critical cross deanery dental dentistry
    department dept development digital directorate district division doctors e east eastern economics education
    elderly emergency england english enterprise europe european eye faculty family federation fellowship female for
    foundation france free general geriatric germany global government great green group health healthcare heart
    higher hill home homes hospice hospital hospitals house humanities improvement inc independent india infirmary
    information innovation innovations innovative institute institution integrated intensive international ireland
    irish king kingdom kings laboratory law leadership league learning library life limited llp local london ltd
    magazine male management maternity med medical medicine memorial mental ministry national neonatal network new nhs
    north northeast northern northwest nurses nursing obstetrics of office older on organisation organization
    orthopaedic orthopaedics outpatient paediatric paediatrics palliative park partners partnership partnerships
    patient people pharmacy physical physicians planning plc policy politics practice primary prince princess private
    professional programme project psychiatry psychology public quality queen queens radiology region regional
    rehabilitation research road royal rural s safety saint school science sciences scotland scottish sector service
    services social society solutions south southeast southern southwest special specialist st states street student
    students studies sub surgeons surgery surgical system systems teaching technology the theatre therapy training
    trauma trust uk unit united univ university upper urgent usa valley veterinary village wales ward welsh west
    western women womens workforce young
    """
)
# At least one of these makes a name of shared words alone an organisation’s: Public Health Wales.
INSTITUTIONS = _words(
    """
    alliance authority board college commission council deanery england faculty foundation hospital hospitals
    infirmary institute ireland ministry network school scotland society trust university wales
    """
)
SMALL_WORDS = _words(
    """
    a an and at de del der des di do du e for i in la le of on the to und van von y
    """
)
